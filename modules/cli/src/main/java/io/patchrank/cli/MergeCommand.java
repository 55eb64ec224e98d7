package io.patchrank.cli;

import io.patchrank.pipeline.exchange.FileMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins descriptor files. */
@Command(
        name = "merge",
        description = {
            "Joins files of local descriptors, AMES' or shards of a data folder, into one, rows in the order given.",
            "Without --copy the result is a virtual dataset that refers to the files by paths relative to itself: keep"
                    + " them where they are, or move the folder as a whole."
        })
final class MergeCommand extends Operation {
    @Parameters(index = "0", paramLabel = "OUT", description = "The file to write.")
    private Path out = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Descriptor files.")
    private List<Path> files = List.of();

    @Option(
            names = "--copy",
            description = "Copy all rows; also for files of other forms than format 1 and with different numbers of"
                    + " descriptors, which are filled up with padding.")
    private boolean copy;

    @Override
    int run(Output output) {
        FileMerge.Merged merged = copy ? FileMerge.byCopy(out, files) : FileMerge.byReference(out, files);
        output.result(
                Map.of(
                        "file", merged.file().toString(),
                        "files", merged.files(),
                        "images", merged.images(),
                        "descriptors", merged.descriptors(),
                        "localDimension", merged.localDimension(),
                        "type", merged.type(),
                        "copied", copy),
                json -> "%s: %d images of %d files, %d descriptors of dimension %d each, %s%s"
                        .formatted(
                                merged.file(),
                                merged.images(),
                                merged.files(),
                                merged.descriptors(),
                                merged.localDimension(),
                                merged.type(),
                                copy ? "" : ", by reference"));
        return 0;
    }
}
