package io.tidemark.site;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.EtagUtils;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves content that was computed at the start, or no content if the browser already has it. */
final class MemoryHandler extends Handler.Abstract.NonBlocking {

    private final byte[] content;
    private final String type;
    private final String cacheControl;
    private final String tag;

    MemoryHandler(byte[] content, String type, String cacheControl) {
        this.content = content;
        this.type = type;
        this.cacheControl = cacheControl;
        this.tag = "\"" + ContentHash.of(content) + "\"";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, cacheControl);
        response.getHeaders().put(HttpHeader.ETAG, tag);
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (known != null && EtagUtils.matches(tag, known)) {
            response.setStatus(304);
            callback.succeeded();
        } else {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.write(true, ByteBuffer.wrap(content), callback);
        }
        return true;
    }
}
