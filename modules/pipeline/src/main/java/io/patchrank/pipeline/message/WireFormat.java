package io.patchrank.pipeline.message;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.picture.Picture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** The binary form (CBOR) of stage messages between processes; within one process they pass by reference. */
public final class WireFormat {
    private WireFormat() {}

    /** Reads and writes it; thread-safe. */
    public static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule("patchrank")
                .addSerializer(new FloatsWriter())
                .addDeserializer(float[].class, new FloatsReader())
                .addSerializer(new JsonWriter())
                .addDeserializer(JsonObject.class, new JsonReader())
                .addSerializer(new PictureWriter())
                .addDeserializer(Picture.class, new PictureReader());
        return CBORMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), module)
                .annotationIntrospector(new SealedTypes())
                .addMixIn(LocalDescriptors.class, LocalDescriptorsForm.class)
                .build();
    }

    /** As one binary value: a descriptor takes four bytes an element and no parsing. */
    private static final class FloatsWriter extends StdSerializer<float[]> {
        private static final long serialVersionUID = 1L;

        FloatsWriter() {
            super(float[].class);
        }

        @Override
        public void serialize(float[] values, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(bytes(FloatBuffer.wrap(values)));
        }
    }

    private static final class FloatsReader extends StdDeserializer<float[]> {
        private static final long serialVersionUID = 1L;

        FloatsReader() {
            super(float[].class);
        }

        @Override
        public float[] deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return floats(in.getBinaryValue());
        }
    }

    private static final class JsonWriter extends StdSerializer<JsonObject> {
        private static final long serialVersionUID = 1L;

        JsonWriter() {
            super(JsonObject.class);
        }

        @Override
        public void serialize(JsonObject value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.encode());
        }
    }

    private static final class JsonReader extends StdDeserializer<JsonObject> {
        private static final long serialVersionUID = 1L;

        JsonReader() {
            super(JsonObject.class);
        }

        @Override
        public JsonObject deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return new JsonObject(in.getText());
        }
    }

    private static final class PictureWriter extends StdSerializer<Picture> {
        private static final long serialVersionUID = 1L;

        PictureWriter() {
            super(Picture.class);
        }

        @Override
        public void serialize(Picture picture, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            out.writeNumber(picture.sourceHeight());
            out.writeNumber(picture.sourceWidth());
            for (Picture.AtScale size : picture.sizes()) {
                out.writeNumber(size.height());
                out.writeNumber(size.width());
                out.writeBinary(bytes(size.pixels()));
            }
            out.writeEndArray();
        }
    }

    private static final class PictureReader extends StdDeserializer<Picture> {
        private static final long serialVersionUID = 1L;

        PictureReader() {
            super(Picture.class);
        }

        @Override
        public Picture deserialize(JsonParser in, DeserializationContext context) throws IOException {
            int sourceHeight = in.nextIntValue(0);
            int sourceWidth = in.nextIntValue(0);
            List<Picture.AtScale> sizes = new ArrayList<>();
            List<FloatPointer> memory = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                int height = in.getIntValue();
                int width = in.nextIntValue(0);
                in.nextToken();
                FloatPointer pixels = nativeCopy(in.getBinaryValue());
                memory.add(pixels);
                sizes.add(new Picture.AtScale(pixels.asBuffer(), height, width));
            }
            return new Picture(sizes, sourceHeight, sourceWidth, () -> memory.forEach(FloatPointer::releaseReference));
        }

        /** Freed with the picture; a direct buffer would wait for the garbage collector, which sees no need. */
        private static FloatPointer nativeCopy(byte[] bytes) {
            FloatPointer pixels = new FloatPointer(bytes.length / Float.BYTES);
            pixels.put(floats(bytes));
            return pixels.retainReference();
        }
    }

    private static byte[] bytes(FloatBuffer values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
