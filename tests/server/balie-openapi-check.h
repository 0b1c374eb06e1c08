/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks an answer of the server against the description of the protocol. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * balie_openapi_check_answer:
 * @method: of the request
 * @path: of the request, without query
 * @status: of the answer
 * @content_type: (nullable): of the answer, without parameters
 * @body: (nullable): of the answer
 *
 * Whether the description has such an answer: its status, its content type, and its members, all of them and no others.
 *
 * Returns: (transfer full) (nullable): what is wrong; %NULL when all is well
 */
char *balie_openapi_check_answer (const char *method,
                                  const char *path,
                                  guint       status,
                                  const char *content_type,
                                  GBytes     *body);

/**
 * balie_openapi_check_value:
 * @schema: name of a schema
 * @value: to be looked at
 *
 * Returns: (transfer full) (nullable): what is wrong; %NULL when all is well
 */
char *balie_openapi_check_value (const char *schema,
                                 JsonNode   *value);

/**
 * balie_openapi_has_operation:
 * @pattern: as in the description, such as `/v1/conversations/{id}`
 *
 * Returns: whether it is described
 */
gboolean balie_openapi_has_operation (const char *method,
                                      const char *pattern);

/**
 * balie_openapi_count_operations:
 *
 * Returns: how many are described
 */
guint balie_openapi_count_operations (void);

G_END_DECLS
