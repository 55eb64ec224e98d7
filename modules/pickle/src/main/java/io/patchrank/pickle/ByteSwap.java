package io.patchrank.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Big-endian numbers to little-endian. */
final class ByteSwap {
    private ByteSwap() {}

    /**
     * @param width bytes of one number
     * @return a copy of {@code big}, each number turned round
     */
    static ByteBuffer reversed(ByteBuffer big, int width) {
        byte[] bytes = new byte[big.remaining()];
        big.duplicate().get(bytes);
        for (int start = 0; start + width <= bytes.length; start += width) {
            for (int i = 0; i < width / 2; i++) {
                byte first = bytes[start + i];
                bytes[start + i] = bytes[start + width - 1 - i];
                bytes[start + width - 1 - i] = first;
            }
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
