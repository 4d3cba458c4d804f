package dev.netproof.reports.archive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One value in DER, as keys are written: enough to find a part of a key and to put one together. */
final class Der {
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    private static final int LONG = 0x80;

    private final int tag;
    private final byte[] content;

    private Der(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    static Der of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return new Der(tag, content.toByteArray());
    }

    /**
     * All values that stand side by side in some bytes.
     *
     * @throws IllegalArgumentException if these are not values of less than 64 KiB
     */
    static List<Der> values(byte[] bytes) {
        List<Der> values = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int tag = number(bytes, at, 1);
            int first = number(bytes, at + 1, 1);
            int digits = first < LONG ? 0 : first - LONG;
            if (digits > 2 || first == LONG) {
                throw new IllegalArgumentException("a length of " + digits + " bytes");
            }
            int start = at + 2 + digits;
            int end = start + (digits == 0 ? first : number(bytes, at + 2, digits));
            if (end > bytes.length) {
                throw new IllegalArgumentException("a value ends after " + end + " of " + bytes.length + " bytes");
            }
            values.add(new Der(tag, Arrays.copyOfRange(bytes, start, end)));
            at = end;
        }
        return values;
    }

    int tag() {
        return tag;
    }

    byte[] content() {
        return content.clone();
    }

    /** The values inside of a constructed one; none if it is not of this tag. */
    List<Der> inside(int wanted) {
        return tag == wanted ? values(content) : List.of();
    }

    byte[] encoded() {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (content.length < LONG) {
            der.write(content.length);
        } else if (content.length < 1 << Byte.SIZE) {
            der.write(LONG + 1);
            der.write(content.length);
        } else {
            der.write(LONG + 2);
            der.write(content.length >>> Byte.SIZE);
            der.write(content.length);
        }
        der.writeBytes(content);
        return der.toByteArray();
    }

    private static int number(byte[] bytes, int at, int digits) {
        if (at + digits > bytes.length) {
            throw new IllegalArgumentException("cut off");
        }
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number << Byte.SIZE | (bytes[i] & 0xff);
        }
        return number;
    }
}
