package io.patchrank.pipeline.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.config.DataSize;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps frames that claim too many bytes from the bridge, which would collect whatever is claimed. Such a frame is
 * answered with an error, and its bytes are dropped as they come.
 */
final class FrameLimit extends LengthFieldBasedFrameDecoder {
    /** Vert.x' own handler, which hands the bytes to the bridge. */
    private static final String VERTX_HANDLER = "handler";

    private final DataSize limit;

    private FrameLimit(DataSize limit) {
        super((int) limit.bytes() + Integer.BYTES, 0, Integer.BYTES);
        this.limit = limit;
    }

    /**
     * The same Vert.x, except that the sockets of TCP servers made with it have the limit. The bridge makes its server
     * itself and tells nobody of new sockets, so there is no other place to get in between.
     */
    static Vertx onServersOf(Vertx vertx, DataSize limit) {
        return intercept(Vertx.class, vertx, (method, arguments) -> {
            Object result = method.invoke(vertx, arguments);
            return result instanceof NetServer server ? limited(server, limit) : result;
        });
    }

    private static NetServer limited(NetServer server, DataSize limit) {
        return intercept(NetServer.class, server, (method, arguments) -> {
            if (method.getName().equals("connectHandler") && arguments.length == 1) {
                @SuppressWarnings("unchecked") // its one parameter is declared so
                Handler<NetSocket> handler = (Handler<NetSocket>) arguments[0];
                return server.connectHandler(socket -> {
                    limit(socket, limit);
                    handler.handle(socket);
                });
            }
            return method.invoke(server, arguments);
        });
    }

    @FunctionalInterface
    private interface Call {
        @Nullable
        Object make(Method method, @Nullable Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T intercept(Class<T> type, T target, Call call) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return call.make(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void limit(NetSocket socket, DataSize limit) {
        ((NetSocketInternal) socket)
                .channelHandlerContext()
                .pipeline()
                .addBefore(VERTX_HANDLER, "frame-limit", new FrameLimit(limit));
    }

    @Override
    protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
        try {
            return super.decode(context, in);
        } catch (TooLongFrameException e) {
            refuse(context);
            return null;
        }
    }

    private void refuse(ChannelHandlerContext context) {
        byte[] frame = ErrorFrame.of(
                        new PatchrankException(
                                ErrorCode.BAD_REQUEST,
                                "request",
                                "larger than bus.bridge.max-frame (" + limit + "); name the image by its path"),
                        "")
                .getBytes();
        context.writeAndFlush(context.alloc().buffer(frame.length).writeBytes(frame));
    }
}
