package io.patchrank.rerank;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The kernel for accelerators, in torch operations; only the matches come back from the device. Candidates are filled
 * up to equal counts with filler rows, whose cosine is set to -1.
 */
final class DeviceMatchKernel implements MatchKernel {
    /** Rows of candidates in one product: with 300 query rows, 79 MB of similarities on the device. */
    private static final int TILE_ROWS = 1 << 16;

    private final WorkspacePool pool = new WorkspacePool();
    private final Device device;

    /** @param name torch's name of the device; {@code cpu} works, too */
    DeviceMatchKernel(String name) {
        try (PointerScope scope = new PointerScope()) {
            Device probed = new Device(name);
            torch.ones(new long[] {1}).to(probed, ScalarType.Float);
            probed.retainReference();
            device = probed;
        } catch (RuntimeException e) {
            throw new PatchrankException(
                    ErrorCode.DEVICE_UNAVAILABLE, name, "torch cannot compute on this device; ask for cpu", e);
        }
    }

    @Override
    public List<Matches> match(Rows query, List<Rows> candidates, boolean normalised) {
        MatchKernel.requireSameDimension(query, candidates);
        Workspace workspace = pool.acquire();
        try (PointerScope scope = new PointerScope()) {
            workspace.query(query, true);
            Tensor queryRows = onDevice(workspace.queryMatrix(), query.count(), query.dimension(), normalised);
            List<Matches> matches = new ArrayList<>(candidates.size());
            for (int from = 0; from < candidates.size(); ) {
                int to = tileEnd(candidates, from);
                List<Rows> tile = candidates.subList(from, to);
                int rowsEach = mostRows(tile);
                if (rowsEach == 0 || query.count() == 0) {
                    tile.forEach(rows -> matches.add(Matches.none(query.count())));
                } else {
                    matchTile(workspace, queryRows, tile, rowsEach, normalised, matches);
                }
                from = to;
            }
            return matches;
        } finally {
            pool.release(workspace);
        }
    }

    private static int tileEnd(List<Rows> candidates, int from) {
        int most = candidates.get(from).count();
        int to = from + 1;
        while (to < candidates.size()) {
            most = Math.max(most, candidates.get(to).count());
            if ((long) most * (to + 1 - from) > TILE_ROWS) {
                break;
            }
            to++;
        }
        return to;
    }

    private static int mostRows(List<Rows> tile) {
        return tile.stream().mapToInt(Rows::count).max().orElse(0);
    }

    private Tensor onDevice(FloatPointer matrix, int rows, int dimension, boolean normalised) {
        Tensor tensor = torch.from_blob(matrix, rows, dimension).to(device, ScalarType.Float);
        return normalised ? tensor : torch.normalize(tensor);
    }

    private void matchTile(
            Workspace workspace,
            Tensor query,
            List<Rows> tile,
            int rowsEach,
            boolean normalised,
            List<Matches> matches) {
        int queryRows = (int) query.size(0);
        int blocks = tile.size();
        try (PointerScope scope = new PointerScope()) {
            workspace.paddedCandidates(tile, rowsEach);
            int dimension = (int) query.size(1);
            Tensor rows = onDevice(workspace.candidateMatrix(), blocks * rowsEach, dimension, normalised);
            Tensor similarities = query.mm(rows.t()).view(queryRows, blocks, rowsEach);
            similarities.masked_fill_(padding(tile, rowsEach), new Scalar(-1.0f));
            T_TensorTensor_T nearest = similarities.max(2); // [queryRows, blocks]
            Tensor back = similarities.max(0).get1(); // [blocks, rowsEach]
            Tensor column = nearest.get1().t(); // [blocks, queryRows]
            Tensor itself = torch.arange(new Scalar((long) queryRows)).to(device, ScalarType.Long);
            Tensor oneSided = back.gather(1, column).ne(itself);
            Tensor partner = column.masked_fill(oneSided, new Scalar((long) Matches.NONE));
            Tensor hostPartner = partner.to(ScalarType.Int).contiguous().cpu();
            Tensor hostCosine = nearest.get0().t().contiguous().cpu();
            IntPointer partners = new IntPointer(hostPartner.data_ptr_int());
            FloatPointer cosines = new FloatPointer(hostCosine.data_ptr_float());
            for (int b = 0; b < blocks; b++) {
                Matches found = new Matches(new float[queryRows], new int[queryRows]);
                partners.position((long) b * queryRows).get(found.partner());
                cosines.position((long) b * queryRows).get(found.cosine());
                matches.add(found);
            }
        }
    }

    /** True where a row is filler, [1, tile, rowsEach]. */
    private Tensor padding(List<Rows> tile, int rowsEach) {
        boolean[] filler = new boolean[tile.size() * rowsEach];
        for (int b = 0; b < tile.size(); b++) {
            Arrays.fill(filler, b * rowsEach + tile.get(b).count(), (b + 1) * rowsEach, true);
        }
        return AbstractTensor.create(filler, 1, tile.size(), rowsEach).to(device, ScalarType.Bool);
    }

    @Override
    public void close() {
        pool.close();
        device.close();
    }
}
