package io.patchrank.web.search;

import io.patchrank.api.bus.Addresses;
import io.patchrank.api.bus.JsonFields;
import io.patchrank.pipeline.bridge.Permitted;
import io.patchrank.web.http.Call;
import io.patchrank.web.http.Images;
import io.patchrank.web.http.Operation;
import io.patchrank.web.http.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code POST /api/v1/compare}: as JSON, or drawn. Event loop. */
public final class CompareOperation implements Operation {
    private static final String PICTURE = "image/png";
    private static final List<String> DRAWN_ONLY = List.of("lines", "inliersOnly");

    @Override
    public Future<?> run(Call call) {
        boolean drawn = call.accepts(PICTURE);
        JsonObject request = call.body().copy();
        JsonObject drawing = new JsonObject();
        for (String option : DRAWN_ONLY) {
            if (request.containsKey(option)) {
                drawing.put(option, request.remove(option));
            }
        }
        if (drawn) {
            request.put("maps", false).put("picture", true).put("pictureOptions", drawing);
        }
        return side(call, request, "query")
                .compose(v -> side(call, request, "other"))
                .compose(v -> Permitted.admitPaths(call.context().vertx(), Addresses.COMPARE, request))
                .compose(v -> call.ask(Addresses.COMPARE, request))
                .compose(answer -> drawn ? picture(call, answer) : call.longJson(answer));
    }

    private static Future<?> side(Call call, JsonObject request, String name) {
        Upload upload = call.uploads().get(name + "Image");
        JsonObject side = request.getJsonObject(name, new JsonObject());
        request.put(name, side);
        if (upload == null) {
            return Future.succeededFuture();
        }
        if (side.containsKey("image")) {
            throw JsonFields.bad(name + "Image", "given beside " + name + ".image; one image a side");
        }
        return Images.into(side, upload, call);
    }

    private static Future<Void> picture(Call call, JsonObject answer) {
        return Images.outOf(answer, "picture", call).compose(bytes -> call.picture(PICTURE, bytes));
    }
}
