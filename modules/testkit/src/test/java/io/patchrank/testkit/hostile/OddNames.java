package io.patchrank.testkit.hostile;

import io.patchrank.imaging.SamplePictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Good pictures under names that break programs. */
final class OddNames {
    private OddNames() {}

    static void addTo(Corpus corpus) throws IOException, InterruptedException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("two\nlines.png", "name with a newline");
        names.put("00:00:00.000 ERROR\r\nforged.png", "name with a newline");
        names.put("it's \"quoted\" `name`.png", "name with quotes");
        names.put("bell\u0007 escape\u001B[31m back\b.png", "name with control characters");
        names.put("$(reboot); rm -rf *.png", "name like a command");
        names.put("-rf.png", "name like a command");
        names.put("100%25 %s %n {} ${user.home}.png", "name like a pattern");
        names.put("\u202Egnp.exe.png", "name that runs from the right");
        names.put(" spaces .png", "name with spaces");
        names.put("\uFFFD.png", "name with the replacement character");
        names.put("caf\u00E9.png", "composed name");
        names.put("cafe\u0301.png", "decomposed name");
        names.put("\uD83D\uDE00.png", "name beyond 16 bits");
        names.put("a".repeat(251) + ".png", "name of 255 bytes");
        names.put("<script>alert(1)<\\script>&amp;.png", "name like markup");
        int width = 40;
        for (Map.Entry<String, String> name : names.entrySet()) {
            corpus.add(
                    name.getValue(),
                    "names/" + name.getKey(),
                    SamplePictures.noise(".png", width++, 39),
                    Expected.indexed());
        }
        Path folder = corpus.folder().resolve("names");
        Path good = Files.write(corpus.folder().resolveSibling("good.png"), SamplePictures.noise(".png", width, 39));
        String copy = "cp '" + good + "' ";
        if (Shell.run(folder, copy + "\"$(printf 'latin1-\\351.png')\"")) {
            corpus.made("name that is no UTF-8", folder.resolve("latin1-?.png"), Expected.NO_ROW);
        }
        if (Shell.run(folder, "d=$(printf 'folder-\\377') && mkdir \"$d\" && " + copy + "\"$d/in.png\"")) {
            corpus.made("folder whose name is no UTF-8", folder.resolve("folder-?/in.png"), Expected.NO_ROW);
        }
        // Longer together than a path may be: reached by going down name by name only.
        String deep = "d=$(printf '%0250d' 0); for i in $(seq 18); do mkdir $d && cd $d || exit 1; done; ";
        if (Shell.run(folder, deep + copy + "deep.png")) {
            corpus.made("path longer than paths may be", folder.resolve("000/deep.png"), Expected.NO_ROW);
        }
    }
}
