package io.patchrank.pipeline.bridge;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/**
 * An event bus that several processes share, over Hazelcast. It listens on the given interface only, and finds members
 * by address: no multicast, no discovery.
 */
public final class ClusteredVertx {
    private static final String CLUSTER_NAME = "patchrank";

    private ClusteredVertx() {}

    /**
     * @param host interface to listen on
     * @param publicHost address by which the others reach this process
     * @param port of Hazelcast; the next free one is taken when it is in use
     * @param members addresses to join, {@code host} or {@code host:port}
     */
    public static Future<Vertx> start(
            VertxOptions options, String host, String publicHost, int port, List<String> members) {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(CLUSTER_NAME);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(true).setPublicAddress(publicHost);
        network.getInterfaces().setEnabled(true).addInterface(host);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).addMember(host + ":" + port);
        members.forEach(network.getJoin().getTcpIpConfig()::addMember);
        EventBusOptions bus = new EventBusOptions().setHost(host).setClusterPublicHost(publicHost);
        return Vertx.builder()
                .with(new VertxOptions(options).setEventBusOptions(bus))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered();
    }
}
