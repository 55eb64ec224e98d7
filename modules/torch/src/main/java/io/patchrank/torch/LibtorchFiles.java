package io.patchrank.torch;

import io.patchrank.api.error.DiskFailure;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * The libraries of libtorch, unpacked before any of them is loaded. JavaCPP unpacks and loads them one by one, and begins
 * with {@code libtorch.so}, for which the system also loads {@code libtorch_cpu.so} of the same folder: while another
 * process is unpacking that, half a file is mapped, and the JVM dies of SIGBUS. Whoever may be the first to call torch
 * asks for this.
 */
final class LibtorchFiles {
    /** What others are linked with. */
    private static final List<String> LINKED = List.of("c10", "torch_cpu", "c10_cuda", "torch_cuda");

    /** Behind the platform, the name of a folder of the jar: the build for CUDA has its own. */
    private static final List<String> BUILDS = List.of("", "-gpu");

    private static volatile boolean unpacked;

    private LibtorchFiles() {}

    /**
     * Returns when they are whole, whoever unpacks them.
     *
     * @throws PatchrankException {@code DISK_FULL}, {@code IO_FAILED}
     */
    static void unpack() {
        if (!unpacked) {
            unpackAll();
        }
    }

    private static synchronized void unpackAll() {
        for (String build : BUILDS) {
            String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + build + "/";
            LINKED.forEach(library -> unpack(folder + System.mapLibraryName(library)));
        }
        unpacked = true;
    }

    private static void unpack(String name) {
        // The literal of the class loads no library.
        URL resource = torch.class.getResource(name);
        if (resource == null) {
            return;
        }
        try {
            Loader.cacheResource(resource);
        } catch (IOException e) {
            throw DiskFailure.typed(e, Path.of(name), "cannot be unpacked");
        }
    }
}
