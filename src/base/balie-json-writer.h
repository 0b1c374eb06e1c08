/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one compact JSON document, member by member. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieJsonWriter:
 *
 * Every function takes the name of the member to write, or %NULL inside an array and at the root. It writes straight
 * into a buffer, so that stored JSON can be put in as it is ([method@JsonWriter.raw]); that is why it is not json-glib's
 * builder.
 */
typedef struct _BalieJsonWriter BalieJsonWriter;

BalieJsonWriter *balie_json_writer_new (void);
void             balie_json_writer_free (BalieJsonWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieJsonWriter, balie_json_writer_free)

void balie_json_writer_begin_object (BalieJsonWriter *self,
                                     const char      *name);
void balie_json_writer_end_object (BalieJsonWriter *self);

/**
 * balie_json_writer_reopen_object:
 *
 * Goes back into the object that was ended last, to add members to what somebody else wrote. End it again afterwards.
 */
void balie_json_writer_reopen_object (BalieJsonWriter *self);
void balie_json_writer_begin_array (BalieJsonWriter *self,
                                    const char      *name);
void balie_json_writer_end_array (BalieJsonWriter *self);

/**
 * balie_json_writer_string:
 * @value: (nullable): valid UTF-8; %NULL writes `null`
 */
void balie_json_writer_string (BalieJsonWriter *self,
                               const char      *name,
                               const char      *value);

/**
 * balie_json_writer_optional_string:
 * @value: (nullable): valid UTF-8; %NULL writes nothing at all
 */
void balie_json_writer_optional_string (BalieJsonWriter *self,
                                        const char      *name,
                                        const char      *value);
void balie_json_writer_strings (BalieJsonWriter   *self,
                                const char        *name,
                                const char *const *values);
void balie_json_writer_int (BalieJsonWriter *self,
                            const char      *name,
                            gint64           value);
void balie_json_writer_boolean (BalieJsonWriter *self,
                                const char      *name,
                                gboolean         value);
void balie_json_writer_null (BalieJsonWriter *self,
                             const char      *name);

/**
 * balie_json_writer_time:
 * @value: milliseconds since 1970; written as RFC 3339
 */
void balie_json_writer_time (BalieJsonWriter *self,
                             const char      *name,
                             gint64           value);

/**
 * balie_json_writer_optional_time:
 * @value: milliseconds since 1970; 0 writes nothing at all
 */
void balie_json_writer_optional_time (BalieJsonWriter *self,
                                      const char      *name,
                                      gint64           value);

/**
 * balie_json_writer_raw:
 * @json: one whole JSON value, known to be valid
 */
void balie_json_writer_raw (BalieJsonWriter *self,
                            const char      *name,
                            const char      *json);

/**
 * balie_json_writer_end:
 * @length: (out) (optional): the length in bytes
 *
 * Ends the document; every object and array must have been ended.
 *
 * Returns: (transfer full): the text, ending in NUL. The writer is empty again.
 */
char *balie_json_writer_end (BalieJsonWriter *self,
                             gsize           *length);

/**
 * balie_json_writer_end_bytes:
 *
 * Returns: (transfer full): as [method@JsonWriter.end], without the NUL
 */
GBytes *balie_json_writer_end_bytes (BalieJsonWriter *self);

G_END_DECLS
