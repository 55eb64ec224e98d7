package io.patchrank.pipeline.bridge;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.BusConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An event bus that several processes share, over Hazelcast. It listens on the given interface only, and finds members
 * by address: no multicast, no discovery.
 */
public final class ClusteredVertx {
    private static final String CLUSTER_NAME = "patchrank";
    /** In place of an interface: that which this machine's own name stands for, as in a container. */
    private static final String OWN_NAME = "hostname";

    private ClusteredVertx() {}

    /** @param cluster where to listen and whom to join; a host of {@code hostname} is this machine's own name */
    public static Future<Vertx> start(VertxOptions options, BusConfig.Cluster cluster) {
        int port = cluster.port();
        String address = address(cluster.host());
        String reached = cluster.publicHost().isBlank() ? address : cluster.publicHost();
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(CLUSTER_NAME);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        // Its default is to listen on all interfaces, whichever it picks.
        config.setProperty("hazelcast.socket.bind.any", "false");
        // Not the list of interfaces: of 127.0.0.0/8 that has one address only.
        config.setProperty("hazelcast.local.localAddress", address);
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(true).setPublicAddress(reached);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).addMember(address + ":" + port);
        cluster.members().forEach(network.getJoin().getTcpIpConfig()::addMember);
        EventBusOptions bus = new EventBusOptions()
                .setHost(address)
                .setPort(cluster.busPort())
                .setClusterPublicHost(reached);
        return Vertx.builder()
                .with(new VertxOptions(options).setEventBusOptions(bus))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered()
                .recover(e -> Future.failedFuture(new PatchrankException(
                        ErrorCode.CONFIG_INVALID,
                        "bus.cluster",
                        "the bus cannot be joined at " + address + ", port " + port + " or above: " + e.getMessage(),
                        e)));
    }

    /** Blocks for as long as names take to be looked up. */
    private static String address(String host) {
        try {
            InetAddress found = host.equals(OWN_NAME) ? InetAddress.getLocalHost() : InetAddress.getByName(host);
            return found.getHostAddress();
        } catch (UnknownHostException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID, "bus.cluster.host", "\"" + host + "\" stands for no address: " + e, e);
        }
    }
}
