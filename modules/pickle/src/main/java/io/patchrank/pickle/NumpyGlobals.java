package io.patchrank.pickle;

import java.util.List;
import java.util.Map;

/** What numpy writes; the module is {@code numpy._core} since version 2. */
final class NumpyGlobals {
    private NumpyGlobals() {}

    static void addTo(Map<String, Object> known, Origin origin, Allowance allowance) {
        known.put("numpy.ndarray", "numpy.ndarray");
        PythonGlobals.put(known, "numpy.dtype", arguments -> {
            allowance.charge(100);
            return new NumpyType((String) arguments[0]);
        });
        for (String module : List.of("numpy.core.", "numpy._core.")) {
            PythonGlobals.put(known, module + "multiarray._reconstruct", arguments -> {
                allowance.charge(100);
                return new NumpyArray(origin, allowance);
            });
            PythonGlobals.put(
                    known,
                    module + "multiarray.scalar",
                    arguments -> NumpyArray.scalar(origin, allowance, (NumpyType) arguments[0], arguments[1]));
            // Protocol 5.
            PythonGlobals.put(known, module + "numeric._frombuffer", arguments -> new NumpyArray(origin, allowance)
                    .fill(arguments[2], (NumpyType) arguments[1], "F".equals(arguments[3]), arguments[0]));
        }
    }
}
