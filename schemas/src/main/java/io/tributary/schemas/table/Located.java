package io.tributary.schemas.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A schema inside of a document.
 *
 * @param schema the schema
 * @param base what its references are relative to
 */
record Located(JsonNode schema, URI base) {}
