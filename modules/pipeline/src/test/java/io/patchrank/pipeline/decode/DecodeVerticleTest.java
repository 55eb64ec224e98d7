package io.patchrank.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.bus.Failures;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.picture.InputSpec;
import io.patchrank.api.picture.Picture;
import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.pipeline.config.Stage;
import io.patchrank.pipeline.credit.CreditBoard;
import io.patchrank.pipeline.message.DecodeRequest;
import io.patchrank.pipeline.message.ExtractRequest;
import io.patchrank.pipeline.message.ImageSource;
import io.patchrank.pipeline.message.Priority;
import io.patchrank.pipeline.message.StageAddresses;
import io.patchrank.pipeline.message.StageCodec;
import io.patchrank.pipeline.message.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test plays the extract stage. Pictures are native memory: each must be given back, none while it is in use. */
class DecodeVerticleTest {
    private final LinkedBlockingQueue<Message<ExtractRequest>> extracts = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private CreditBoard board;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        StageCodec.registerAll(vertx.eventBus());
        board = new CreditBoard(vertx);
        board.start().await();
        ModelInfo model = new ModelInfo("test", "test-1", InputSpec.imageNet(8, 64), 4, 4, 4, "cpu");
        vertx.eventBus()
                .consumer(StageAddresses.MODEL, m -> m.reply(model))
                .completion()
                .await();
        String worker = CreditBoard.newWorker();
        vertx.eventBus()
                .<ExtractRequest>consumer(CreditBoard.addressOf(StageAddresses.EXTRACT, worker), extracts::add)
                .completion()
                .await();
        board.announce(Stage.EXTRACT, worker, 1);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private Future<?> decode(Duration timeout) {
        PictureDecoder decoder = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, false, CropScale.FILL));
        Decoding decoding = new OpenCvDecoding(decoder, new BgrDecoder(ImageLimits.DEFAULT), 1 << 20);
        vertx.deployVerticle(new DecodeVerticle(i -> decoding, board, 1, 4, 1 << 20, timeout))
                .await();
        return vertx.eventBus()
                .request(
                        StageAddresses.DECODE,
                        new DecodeRequest(
                                new ImageSource.OfBytes("grey", pnm()),
                                Optional.empty(),
                                new Urgency(Priority.QUERY, Optional.empty())));
    }

    private static byte[] pnm() {
        byte[] header = "P6\n64 64\n255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(header, header.length + 3 * 64 * 64);
        Arrays.fill(file, header.length, file.length, (byte) 128);
        return file;
    }

    @Test
    void pictureThatTheExtractStageRefusesIsGivenBack() throws InterruptedException {
        Future<?> features = decode(Duration.ofMinutes(5));
        Message<ExtractRequest> extract = extracts.take();
        Picture picture = extract.body().picture();
        assertThatCode(picture::pixels).doesNotThrowAnyException();

        Failures.reply(extract, new PatchrankException(ErrorCode.STAGE_UNAVAILABLE, "extract", "is stopping"));

        assertThatThrownBy(features::await).hasMessageContaining("STAGE_UNAVAILABLE");
        assertThatThrownBy(picture::pixels).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pictureOfARequestWithoutAnswerStaysWithTheExtractStage() throws InterruptedException {
        Future<?> features = decode(Duration.ofMillis(50));
        Picture picture = extracts.take().body().picture();

        assertThatThrownBy(features::await).hasMessageContaining("DEADLINE_EXCEEDED");

        assertThat(picture.pixels().remaining()).isEqualTo(3 * picture.height() * picture.width());
    }
}
