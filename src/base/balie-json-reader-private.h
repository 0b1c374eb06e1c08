/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cursor of a JSON reader offers to the functions that read values. */
#pragma once

#include "balie-json-reader.h"

G_BEGIN_DECLS

typedef struct _JsonNode JsonNode;

/**
 * balie_json_reader_look_up:
 * @name: (nullable): a member of the place where the reader stands; %NULL for the place itself
 *
 * Counts as asking for the member.
 *
 * Returns: (transfer none) (nullable): the node; %NULL when it is absent or null, and after a fault
 */
JsonNode *balie_json_reader_look_up (BalieJsonReader *self,
                                     const char      *name);

/**
 * balie_json_reader_look_up_required:
 *
 * As [method@JsonReader.look_up]; that it is absent is a fault.
 */
JsonNode *balie_json_reader_look_up_required (BalieJsonReader *self,
                                              const char      *name);

/**
 * balie_json_reader_take_fault:
 * @name: (nullable): the member at fault; %NULL for the place where the reader stands
 * @index: the item of it that is at fault; -1 for itself
 * @detail: (transfer full): what is wrong
 */
void balie_json_reader_take_fault (BalieJsonReader *self,
                                   const char      *name,
                                   int              index,
                                   char            *detail);

G_END_DECLS
