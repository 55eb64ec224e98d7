package io.patchrank.cli.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.Place;
import io.patchrank.cli.ServingProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each part of a process listens on an address of its own, so that none can be taken for another. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc, and needs the whole of 127.0.0.0/8")
class OpenPortsTest {
    @TempDir
    Path root;

    /** Else an empty list would prove nothing. */
    @Test
    void socketsOfThisVeryProcessAreSeen() throws IOException {
        try (ServerSocket four = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.9"));
                ServerSocket any = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            assertThat(OpenSockets.of(ProcessHandle.current().pid()))
                    .contains("127.0.0.9:" + four.getLocalPort(), "udp 127.0.0.9:" + udp.getLocalPort())
                    .anyMatch(socket -> socket.matches("(0\\.0\\.0\\.0|0(:0){7}):" + any.getLocalPort()));
        }
    }

    @Test
    void processListensWhereItsConfigurationSaysAndNowhereElse() throws Exception {
        Place web = Place.on("127.0.0.41");
        Place operations = Place.on("127.0.0.42");
        Place bridge = Place.on("127.0.0.43");
        Path data = root.resolve("data");
        Map<String, String> settings = Map.of(
                "data",
                data.toString(),
                "web.host",
                web.host(),
                "web.port",
                "" + web.port(),
                "web.sockjs.enabled",
                "true",
                "operations.host",
                operations.host(),
                "operations.port",
                "" + operations.port(),
                "bus.bridge.enabled",
                "true",
                "bus.bridge.host",
                bridge.host(),
                "bus.bridge.port",
                "" + bridge.port());
        try (ServingProcess process = ServingProcess.start(root.resolve("log"), settings)) {
            process.awaitReady();

            assertThat(OpenSockets.of(process.pid()))
                    .containsExactlyInAnyOrder(
                            web.toString(), operations.toString(), bridge.toString(), privateChannel(data));
        }
    }

    @Test
    void membersOfAClusterListenOnTheGivenInterfaceAndNowhereElse() throws Exception {
        Place gallery = Place.on("127.0.0.44");
        Place extractor = Place.on("127.0.0.45");
        Place gateway = Place.on("127.0.0.46");
        Place web = Place.on("127.0.0.47");
        Place galleryBus = Place.on(gallery.host());
        Place extractorBus = Place.on(extractor.host());
        Place gatewayBus = Place.on(gateway.host());
        Map<String, String> serving = member("search,web", gateway, gatewayBus, gallery);
        serving.putAll(Map.of("web.host", web.host(), "web.port", "" + web.port()));
        try (ServingProcess first = start("store,index,rerank", gallery, galleryBus, extractor);
                ServingProcess second = start("decode,extract", extractor, extractorBus, gallery);
                ServingProcess third = ServingProcess.start(root.resolve("gateway.log"), serving)) {
            first.awaitReady();
            second.awaitReady();
            third.awaitReady();

            assertThat(OpenSockets.of(first.pid()))
                    .containsExactlyInAnyOrder(
                            gallery.toString(),
                            galleryBus.toString(),
                            privateChannel(root.resolve("store,index,rerank")));
            assertThat(OpenSockets.of(second.pid()))
                    .containsExactlyInAnyOrder(extractor.toString(), extractorBus.toString());
            assertThat(OpenSockets.of(third.pid()))
                    .containsExactlyInAnyOrder(gateway.toString(), gatewayBus.toString(), web.toString());
        }
    }

    private ServingProcess start(String stages, Place hazelcast, Place bus, Place other) throws IOException {
        return ServingProcess.start(root.resolve(stages + ".log"), member(stages, hazelcast, bus, other));
    }

    private Map<String, String> member(String stages, Place hazelcast, Place bus, Place other) {
        return new HashMap<>(Map.of(
                "data",
                root.resolve(stages).toString(),
                "stages",
                stages,
                "bus.cluster.enabled",
                "true",
                "bus.cluster.host",
                hazelcast.host(),
                "bus.cluster.port",
                "" + hazelcast.port(),
                "bus.cluster.bus-port",
                "" + bus.port(),
                "bus.cluster.members",
                other.toString()));
    }

    private static String privateChannel(Path data) throws IOException {
        JsonObject place = new JsonObject(Files.readString(data.resolve("bridge.json")));
        return place.getString("host") + ":" + place.getInteger("port");
    }
}
