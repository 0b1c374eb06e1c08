/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one JSON document by type, and says where it is wrong. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BALIE_JSON_MAX_DEPTH:
 *
 * How deep objects and arrays may nest. Checked before parsing, because the parser underneath recurses.
 */
#define BALIE_JSON_MAX_DEPTH 16

/**
 * BALIE_JSON_MAX_MEMBERS:
 *
 * How many members one object may have. Names can be chosen so that they all fall on one place of a hash table, which
 * makes every one slower than the one before; with this many nobody notices.
 */
#define BALIE_JSON_MAX_MEMBERS 1000

/**
 * BalieJsonReaderFlags:
 * @BALIE_JSON_READER_NONE: members that nobody asks for are ignored: how clients read servers
 * @BALIE_JSON_READER_STRICT: members that nobody asks for are an error: how servers read clients
 */
typedef enum {
  BALIE_JSON_READER_NONE = 0,
  BALIE_JSON_READER_STRICT = 1 << 0,
} BalieJsonReaderFlags;

/**
 * BalieJsonReader:
 *
 * A cursor over one JSON document whose root is an object. It stands in an object or in an array, and is moved with
 * enter and leave. All reading functions take the name of a member of the object it stands in, or %NULL for the
 * array item itself (see [method@JsonReader.enter_item]).
 *
 * The first error sticks: later reads return the empty value of their type, and [method@JsonReader.finish]
 * reports it with its path, such as `conversations[3].id: expected string`. So a codec reads everything first and
 * looks for trouble once. A member that is `null` counts as absent.
 *
 * Strings that are returned as `const char *` live as long as the reader.
 */
typedef struct _BalieJsonReader BalieJsonReader;

/**
 * balie_json_reader_new:
 * @text: the document; need not end in NUL
 * @length: its length in bytes, or -1 when it ends in NUL
 * @flags: how to treat unknown members
 * @error: %BALIE_ERROR_PARSE when it is no JSON (RFC 8259), is not UTF-8, holds U+0000, repeats a member of an object,
 *   nests deeper than %BALIE_JSON_MAX_DEPTH, has an object of more than %BALIE_JSON_MAX_MEMBERS members, or its root is
 *   no object
 *
 * Returns: (transfer full): a reader that stands in the root object, or %NULL
 */
BalieJsonReader *balie_json_reader_new (const char          *text,
                                        gssize               length,
                                        BalieJsonReaderFlags flags,
                                        GError             **error);
void             balie_json_reader_free (BalieJsonReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieJsonReader, balie_json_reader_free)

/**
 * balie_json_reader_has:
 *
 * Returns: whether the member is there and is not null; counts as asking for it
 */
gboolean balie_json_reader_has (BalieJsonReader *self,
                                const char      *name);

/**
 * balie_json_reader_is_null:
 *
 * For the rare member whose null means something else than its absence.
 *
 * Returns: whether the member is there and is null; counts as asking for it
 */
gboolean balie_json_reader_is_null (BalieJsonReader *self,
                                    const char      *name);

/**
 * balie_json_reader_string:
 *
 * Reads a required string. The server's limits are checked with [method@JsonReader.text].
 *
 * Returns: (transfer none): the string, "" after an error
 */
const char *balie_json_reader_string (BalieJsonReader *self,
                                      const char      *name);

/**
 * balie_json_reader_optional_string:
 *
 * Returns: (transfer none) (nullable): the string, or %NULL when it is absent or after an error
 */
const char *balie_json_reader_optional_string (BalieJsonReader *self,
                                               const char      *name);

/**
 * balie_json_reader_text:
 * @minimum: fewest characters, after white space at both ends is left out of the count
 * @maximum: most characters (code points)
 *
 * Reads a required string that people typed, and checks its length.
 *
 * Returns: (transfer none): the string, "" after an error
 */
const char *balie_json_reader_text (BalieJsonReader *self,
                                    const char      *name,
                                    gsize            minimum,
                                    gsize            maximum);

/**
 * balie_json_reader_uuid:
 *
 * Reads a required UUID in its canonical form: 36 characters, lower case.
 *
 * Returns: (transfer none): the UUID, "" after an error
 */
const char *balie_json_reader_uuid (BalieJsonReader *self,
                                    const char      *name);

/**
 * balie_json_reader_optional_uuid:
 *
 * Returns: (transfer none) (nullable): the UUID, or %NULL when it is absent or after an error
 */
const char *balie_json_reader_optional_uuid (BalieJsonReader *self,
                                             const char      *name);

/**
 * balie_json_reader_int:
 * @minimum: smallest acceptable value
 * @maximum: largest acceptable value
 *
 * Returns: the required integer; @minimum after an error
 */
gint64 balie_json_reader_int (BalieJsonReader *self,
                              const char      *name,
                              gint64           minimum,
                              gint64           maximum);

/**
 * balie_json_reader_optional_int:
 *
 * Returns: the integer, or @fallback when it is absent or after an error
 */
gint64 balie_json_reader_optional_int (BalieJsonReader *self,
                                       const char      *name,
                                       gint64           minimum,
                                       gint64           maximum,
                                       gint64           fallback);

/**
 * balie_json_reader_boolean:
 *
 * Returns: the required boolean; %FALSE after an error
 */
gboolean balie_json_reader_boolean (BalieJsonReader *self,
                                    const char      *name);

/**
 * balie_json_reader_optional_boolean:
 *
 * Returns: the boolean, or @fallback when it is absent or after an error
 */
gboolean balie_json_reader_optional_boolean (BalieJsonReader *self,
                                             const char      *name,
                                             gboolean         fallback);

/**
 * balie_json_reader_time:
 *
 * Returns: the required RFC 3339 time in milliseconds since 1970; 0 after an error
 */
gint64 balie_json_reader_time (BalieJsonReader *self,
                               const char      *name);

/**
 * balie_json_reader_optional_time:
 *
 * Returns: milliseconds since 1970, or 0 when it is absent or after an error
 */
gint64 balie_json_reader_optional_time (BalieJsonReader *self,
                                        const char      *name);

/**
 * balie_json_reader_enum:
 * @nicks: (array zero-terminated=1): the words that are allowed
 *
 * Reads a required string that must be one of @nicks.
 *
 * Returns: its index in @nicks; 0 after an error
 */
guint balie_json_reader_enum (BalieJsonReader   *self,
                              const char        *name,
                              const char *const *nicks);

/**
 * balie_json_reader_dup_strings:
 *
 * Returns: (transfer full) (array zero-terminated=1): the strings of an array; empty when it is absent or after an error
 */
char **balie_json_reader_dup_strings (BalieJsonReader *self,
                                      const char      *name);

/**
 * balie_json_reader_dup_raw:
 *
 * Returns: (transfer full) (nullable): the member's value as compact JSON text, or %NULL when it is absent
 */
char *balie_json_reader_dup_raw (BalieJsonReader *self,
                                 const char      *name);

/**
 * balie_json_reader_enter_object:
 *
 * Moves into a required object. Pair with [method@JsonReader.leave] whatever this returns: after an error the reader
 * stands in an empty place from which one leaves as usual.
 *
 * Returns: whether it is there
 */
gboolean balie_json_reader_enter_object (BalieJsonReader *self,
                                         const char      *name);

/**
 * balie_json_reader_enter_array:
 *
 * Moves into a required array. Pair with [method@JsonReader.leave].
 *
 * Returns: the number of its items; 0 after an error
 */
guint balie_json_reader_enter_array (BalieJsonReader *self,
                                     const char      *name);

/**
 * balie_json_reader_enter_item:
 * @index: from 0
 *
 * Inside an array: moves to an item. When the item is an object, its members can be read at once; when it is not,
 * the reading functions take %NULL for a name. Pair with [method@JsonReader.leave].
 */
void balie_json_reader_enter_item (BalieJsonReader *self,
                                   guint            index);

/**
 * balie_json_reader_leave:
 *
 * Moves back out. In a strict reader this is where members that nobody asked for are found.
 */
void balie_json_reader_leave (BalieJsonReader *self);

/**
 * balie_json_reader_fail:
 * @name: (nullable): the member at fault; %NULL for the place the reader stands in
 * @detail: what is wrong, such as `must be later than from`
 *
 * Reports a fault that only the caller can see. An earlier one is kept.
 */
void balie_json_reader_fail (BalieJsonReader *self,
                             const char      *name,
                             const char      *detail);

/**
 * balie_json_reader_ok:
 *
 * Returns: whether nothing has gone wrong so far
 */
gboolean balie_json_reader_ok (BalieJsonReader *self);

/**
 * balie_json_reader_finish:
 * @error: %BALIE_ERROR_INVALID with path and detail
 *
 * To be called when everything was read, with the cursor back in the root.
 *
 * Returns: whether all was well
 */
gboolean balie_json_reader_finish (BalieJsonReader *self,
                                   GError         **error);

/**
 * balie_json_reader_get_fault:
 * @pointer: (out) (transfer none) (optional): where, as JSON pointer (RFC 6901), such as `/conversations/3/id`
 * @detail: (out) (transfer none) (optional): what, such as `expected string`
 *
 * Returns: whether there is a fault
 */
gboolean balie_json_reader_get_fault (BalieJsonReader *self,
                                      const char     **pointer,
                                      const char     **detail);

G_END_DECLS
