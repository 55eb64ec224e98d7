package io.patchrank.models.registry;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Sends an answer's body away, and with it the connection. */
final class CancelledBody implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
