package io.patchrank.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.feature.LocalDescriptors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
    private static final int VALUES = 4_096;

    @Test
    void float16IsRoundedAsTheJdkDoes() {
        float[] values = floatsOfAllKinds();
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = Float.float16ToFloat(Float.floatToFloat16(values[i]));
        }
        assertThat(throughBytes(StoredType.FLOAT16, values)).isEqualTo(expected);
    }

    @Test
    void float32IsExact() {
        float[] values = floatsOfAllKinds();
        assertThat(throughBytes(StoredType.FLOAT32, values)).isEqualTo(values);
    }

    private static float[] throughBytes(StoredType type, float[] values) {
        RowLayout layout = new RowLayout(type, 1, values.length, 1);
        ByteBuffer bytes = ByteBuffer.allocate(layout.localBytes()).order(ByteOrder.LITTLE_ENDIAN);
        float[] one = {0.5f};
        layout.putLocals(new LocalDescriptors(values.length, one, one, one, one, new boolean[1], values), bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return layout.getLocals(bytes.flip(), 1, new ReadBuffers()).values();
    }

    /** Random bits, subnormals of float16, ties between two float16, and the values beyond its range. */
    private static float[] floatsOfAllKinds() {
        Random random = new Random(7);
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = switch (i % 4) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> (random.nextFloat() - 0.5f) * 1e-4f;
                case 2 -> Float.float16ToFloat((short) random.nextInt(0x7bff)) + Math.ulp(1f) * random.nextInt(9);
                default -> (random.nextFloat() - 0.5f) * 2 * 65_600;
            };
            if (Float.isNaN(values[i])) {
                values[i] = Float.NaN;
            }
        }
        return values;
    }

    @Test
    void columnsStandInTheOrderOfAmesFormat1() {
        RowLayout layout = new RowLayout(StoredType.FLOAT32, 2, 2, 1);
        ByteBuffer bytes = ByteBuffer.allocate(layout.localBytes()).order(ByteOrder.LITTLE_ENDIAN);
        LocalDescriptors locals = new LocalDescriptors(
                2, new float[] {1}, new float[] {2}, new float[] {3}, new float[] {4}, new boolean[1], new float[] {5, 6
                });
        layout.putLocals(locals, bytes);
        float[] row = new float[14];
        bytes.flip().asFloatBuffer().get(row);
        assertThat(row).containsExactly(1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 1, 0, 0, 0);
    }
}
