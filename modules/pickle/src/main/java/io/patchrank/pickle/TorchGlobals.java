package io.patchrank.pickle;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/** What torch writes: functions that put a tensor together, classes of storages, element types. */
final class TorchGlobals {
    private static final Map<String, ElementType> STORAGES = Map.ofEntries(
            Map.entry("torch.DoubleStorage", ElementType.FLOAT64),
            Map.entry("torch.FloatStorage", ElementType.FLOAT32),
            Map.entry("torch.HalfStorage", ElementType.FLOAT16),
            Map.entry("torch.BFloat16Storage", ElementType.BFLOAT16),
            Map.entry("torch.LongStorage", ElementType.INT64),
            Map.entry("torch.IntStorage", ElementType.INT32),
            Map.entry("torch.ShortStorage", ElementType.INT16),
            Map.entry("torch.CharStorage", ElementType.INT8),
            Map.entry("torch.ByteStorage", ElementType.UINT8),
            Map.entry("torch.BoolStorage", ElementType.BOOL),
            Map.entry("torch.UntypedStorage", ElementType.UINT8),
            Map.entry("torch.storage.UntypedStorage", ElementType.UINT8));

    private static final Map<String, ElementType> DTYPES = Map.ofEntries(
            Map.entry("torch.float64", ElementType.FLOAT64),
            Map.entry("torch.float32", ElementType.FLOAT32),
            Map.entry("torch.float16", ElementType.FLOAT16),
            Map.entry("torch.bfloat16", ElementType.BFLOAT16),
            Map.entry("torch.int64", ElementType.INT64),
            Map.entry("torch.int32", ElementType.INT32),
            Map.entry("torch.int16", ElementType.INT16),
            Map.entry("torch.int8", ElementType.INT8),
            Map.entry("torch.uint64", ElementType.UINT64),
            Map.entry("torch.uint32", ElementType.UINT32),
            Map.entry("torch.uint16", ElementType.UINT16),
            Map.entry("torch.uint8", ElementType.UINT8),
            Map.entry("torch.bool", ElementType.BOOL));

    private final Origin origin;
    private final Allowance allowance;
    private final Function<ByteBuffer, Storage> nested;
    /** A byte string that is named often is read once. */
    private final Map<byte[], Storage> opened = new IdentityHashMap<>();

    private TorchGlobals(Origin origin, Allowance allowance, Function<ByteBuffer, Storage> nested) {
        this.origin = origin;
        this.allowance = allowance;
        this.nested = nested;
    }

    /** @param nested reads a whole legacy torch file that a pickle holds as a byte string */
    static void addTo(
            Map<String, Object> known, Origin origin, Allowance allowance, Function<ByteBuffer, Storage> nested) {
        TorchGlobals torch = new TorchGlobals(origin, allowance, nested);
        STORAGES.forEach((name, type) -> known.put(name, new StorageClass(type)));
        known.putAll(DTYPES);
        PythonGlobals.put(known, "torch._utils._rebuild_tensor", torch::tensor);
        PythonGlobals.put(known, "torch._utils._rebuild_tensor_v2", torch::tensor);
        PythonGlobals.put(known, "torch._utils._rebuild_tensor_v3", torch::tensorOfType);
        PythonGlobals.put(known, "torch._utils._rebuild_parameter", arguments -> tensorOf(arguments[0]));
        PythonGlobals.put(known, "torch._utils._rebuild_parameter_with_state", arguments -> tensorOf(arguments[0]));
        PythonGlobals.put(known, "torch.storage._load_from_bytes", arguments -> torch.open((byte[]) arguments[0]));
        PythonGlobals.put(known, "torch.Size", arguments -> arguments[0]);
        PythonGlobals.put(known, "torch.serialization._get_layout", arguments -> arguments[0]);
    }

    /** {@code (storage, offset, size, stride, requires_grad, backward hooks)}. */
    private StoredTensor tensor(Object[] arguments) {
        return tensor((Storage) arguments[0], arguments);
    }

    /** The same, then {@code dtype}: newer types have no class of storage. */
    private StoredTensor tensorOfType(Object[] arguments) {
        return tensor(((Storage) arguments[0]).as((ElementType) arguments[6]), arguments);
    }

    private StoredTensor tensor(Storage storage, Object[] arguments) {
        long[] shape = PickleSequences.longs(arguments[2]);
        allowance.charge(Long.BYTES * 4L * (shape.length + 4));
        return StoredTensor.of(
                origin, storage, PickleSequences.integer(arguments[1]), shape, PickleSequences.longs(arguments[3]));
    }

    private static StoredTensor tensorOf(Object tensor) {
        return (StoredTensor) tensor;
    }

    private Storage open(byte[] bytes) {
        return opened.computeIfAbsent(bytes, key -> nested.apply(ByteBuffer.wrap(key)));
    }
}
