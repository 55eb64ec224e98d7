package io.patchrank.models.registry;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is in the models folder of one model.
 *
 * @param problem what is wrong with it; empty unless {@link State#DAMAGED}
 * @param partBytes what has arrived of a download that broke off
 * @param size that the file has or should have; empty where none is known yet
 * @param sha256 that the file has or should have; empty where none is known yet
 * @param trust {@code published}, {@code first use}, or {@code none} where no digest is known yet
 */
public record ModelStatus(
        State state, String problem, long partBytes, OptionalLong size, Optional<String> sha256, String trust) {
    public enum State {
        PRESENT("present"),
        NOT_DOWNLOADED("not downloaded"),
        DAMAGED("damaged");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As people read it. */
        public String text() {
            return text;
        }
    }
}
