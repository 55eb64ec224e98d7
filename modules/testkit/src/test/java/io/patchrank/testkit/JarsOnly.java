package io.patchrank.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The class path of this JVM with each folder packed into a jar: of folders the JVM makes no archive of classes. */
public final class JarsOnly {
    private JarsOnly() {}

    /** @param folder where the jars are put */
    public static String classPath(Path folder) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(part);
            if (!Files.isDirectory(path)) {
                parts.add(part);
            } else {
                Path jar = folder.resolve("classes-" + parts.size() + ".jar");
                pack(path, jar);
                parts.add(jar.toString());
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            all.filter(Files::isRegularFile).sorted().forEach(entry -> add(zip, classes, entry));
        }
    }

    private static void add(ZipOutputStream zip, Path classes, Path file) {
        try {
            zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
            Files.copy(file, zip);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
