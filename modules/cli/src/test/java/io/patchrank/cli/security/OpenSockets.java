package io.patchrank.cli.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process can be reached by over the network, as the kernel of Linux knows it (proc(5)). */
final class OpenSockets {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private OpenSockets() {}

    /** Such as {@code 127.0.0.1:8080}: TCP ports that listen, and with {@code udp} in front every UDP port. */
    static Set<String> of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> own = inodes(process.resolve("fd"));
        Set<String> sockets = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            boolean tcp = table.startsWith("tcp");
            for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > INODE
                        && own.contains(columns[INODE])
                        && (!tcp || columns[STATE].equals(LISTENING))) {
                    sockets.add((tcp ? "" : "udp ") + readable(columns[LOCAL_ADDRESS]));
                }
            }
        }
        return sockets;
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /** Empty for one that has been closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Words of four bytes, each in the byte order of the machine, and the port, all in hexadecimal. */
    private static String readable(String local) throws UnknownHostException {
        int colon = local.indexOf(':');
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(local.substring(0, colon)))
                .order(ByteOrder.BIG_ENDIAN);
        ByteBuffer address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            address.putInt(words.getInt());
        }
        int port = HexFormat.fromHexDigits(local, colon + 1, local.length());
        return InetAddress.getByAddress(address.array()).getHostAddress() + ":" + port;
    }
}
