package io.patchrank.pipeline.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchrank.api.bus.PictureReply;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.Inspection;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.gallery.ImageContent;
import io.patchrank.api.gallery.IndexedImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.util.List;

/** Passes a message by reference within the process, and as CBOR to another one. */
public final class StageCodec<T> implements MessageCodec<T, T> {
    private static final List<Class<?>> MESSAGES = List.of(
            HashRequest.class,
            ImageContent.class,
            DecodeRequest.class,
            Extracted.class,
            ViewRequest.class,
            PictureReply.class,
            PlaceRequest.class,
            ExtractRequest.class,
            ImageFeatures.class,
            InspectRequest.class,
            Inspected.class,
            DenseRequest.class,
            Inspection.class,
            ModelInfo.class,
            StoreRequest.class,
            FeatureKey.class,
            ReadRequest.class,
            LocalsReply.class,
            SegmentsReply.class,
            SegmentRequest.class,
            CopyRequest.class,
            CopyReply.class,
            IndexedImage.class,
            ShortlistRequest.class,
            Shortlist.class,
            RerankRequest.class,
            RerankReply.class,
            Improved.class);

    private final Class<T> type;
    private final ObjectMapper mapper;

    StageCodec(Class<T> type, ObjectMapper mapper) {
        this.type = type;
        this.mapper = mapper;
    }

    /** Teaches a bus all stage messages; once a bus. */
    public static void registerAll(EventBus bus) {
        ObjectMapper mapper = WireFormat.mapper();
        MESSAGES.forEach(type -> register(bus, type, mapper));
    }

    private static <T> void register(EventBus bus, Class<T> type, ObjectMapper mapper) {
        bus.registerDefaultCodec(type, new StageCodec<>(type, mapper));
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        try {
            byte[] bytes = mapper.writeValueAsBytes(message);
            buffer.appendInt(bytes.length).appendBytes(bytes);
        } catch (JsonProcessingException e) {
            throw new PatchrankException(ErrorCode.INTERNAL, type.getSimpleName(), "cannot be sent", e);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
        int start = position + Integer.BYTES;
        try {
            return mapper.readValue(buffer.getBytes(start, start + length), type);
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.INTERNAL, type.getSimpleName(), "cannot be read; do all processes run one version?", e);
        }
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return "patchrank:" + type.getSimpleName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
