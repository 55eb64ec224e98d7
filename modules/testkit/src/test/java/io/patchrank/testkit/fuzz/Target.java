package io.patchrank.testkit.fuzz;

import io.patchrank.imaging.SamplePictures;
import io.patchrank.imaging.header.HeaderCheck;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.pickle.PickleBytes;
import io.patchrank.pickle.PickleFile;
import io.patchrank.pickle.TorchBytes;
import io.patchrank.pickle.TorchFile;
import io.patchrank.storage.hdf5.Hdf5Dataset;
import io.patchrank.storage.hdf5.Hdf5File;
import io.patchrank.torch.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A reader of files that strangers write, or disks damage. */
enum Target {
    IMAGE_HEADER {
        private final HeaderCheck check = new HeaderCheck(ImageLimits.DEFAULT);

        @Override
        List<byte[]> seeds(Path folder) {
            return SamplePictures.FORMATS.stream()
                    .map(format -> SamplePictures.inFormat(format, 40, 30))
                    .toList();
        }

        @Override
        void read(byte[] bytes, Path folder) {
            check.check(bytes, "image");
        }
    },

    SAFETENSORS {
        @Override
        List<byte[]> seeds(Path folder) {
            byte[] header =
                    ("{\"__metadata__\":{\"a\":\"b\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
                                    + "\"v\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[16,24]}}")
                            .getBytes(StandardCharsets.US_ASCII);
            return List.of(ByteBuffer.allocate(8 + header.length + 24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .put(header)
                    .array());
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            Path file = file(bytes, folder);
            SafetensorsFile.recognises(file);
            SafetensorsFile.open(file).close();
        }
    },

    PICKLE {
        @Override
        List<byte[]> seeds(Path folder) {
            return List.of(new PickleBytes()
                    .proto(2)
                    .raw("}(")
                    .text("names")
                    .raw("](")
                    .text("a")
                    .text("b")
                    .raw("e")
                    .text("numbers")
                    .raw("](")
                    .integers(1, 300, -5)
                    .raw("eu")
                    .stop());
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            PickleFile.read(file(bytes, folder));
        }
    },

    CHECKPOINT {
        @Override
        List<byte[]> seeds(Path folder) throws IOException {
            SequencedMap<String, TorchBytes.Values> tensors = new LinkedHashMap<>();
            tensors.put("weight", TorchBytes.Values.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
            tensors.put("bias", TorchBytes.Values.floats(new float[] {7, 8}, 2));
            return List.of(TorchBytes.zip(tensors), TorchBytes.legacy(tensors));
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            TorchFile.read(file(bytes, folder));
        }
    },

    HDF5 {
        @Override
        List<byte[]> seeds(Path folder) throws IOException {
            return List.of(SmallGallery.create(folder, SmallGallery.SEALED).segment());
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            try (Hdf5File file = Hdf5File.open(file(bytes, folder))) {
                for (String name : file.names()) {
                    corner(file.dataset(name));
                }
            }
        }

        private static void corner(Hdf5Dataset dataset) {
            long[] shape = dataset.shape();
            int[] count = new int[shape.length];
            for (int axis = 0; axis < count.length; axis++) {
                count[axis] = (int) Math.min(shape[axis], 4);
            }
            dataset.read(new long[shape.length], count);
        }
    },

    SHARD {
        @Override
        List<byte[]> seeds(Path folder) throws IOException {
            return List.of(SmallGallery.create(folder, SmallGallery.SEALED).segment());
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            SmallGallery.in(folder, SmallGallery.SEALED).readWith(bytes);
        }
    },

    JOURNAL {
        @Override
        List<byte[]> seeds(Path folder) throws IOException {
            return List.of(SmallGallery.create(folder, SmallGallery.OPEN).segment());
        }

        @Override
        void read(byte[] bytes, Path folder) throws IOException {
            SmallGallery.in(folder, SmallGallery.OPEN).readWith(bytes);
        }
    };

    /**
     * Whole files to start from.
     *
     * @param folder for what {@link #read} needs beside them
     */
    abstract List<byte[]> seeds(Path folder) throws IOException;

    /** Answers, or fails with a {@code PatchrankException}. */
    abstract void read(byte[] bytes, Path folder) throws IOException;

    private static Path file(byte[] bytes, Path folder) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }
}
