/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details of the computer on which something went wrong, as far as its owner lets them be sent. */
#pragma once

#include <glib-object.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

/**
 * BALIE_DIAGNOSTICS_MAX_ITEMS:
 *
 * How many details there may be.
 */
#define BALIE_DIAGNOSTICS_MAX_ITEMS 32

/**
 * BALIE_DIAGNOSTICS_MAX_NAME:
 *
 * How many characters the name of one may have.
 */
#define BALIE_DIAGNOSTICS_MAX_NAME 64

/**
 * BALIE_DIAGNOSTICS_MAX_SIZE:
 *
 * How many bytes all names and values may have together.
 */
#define BALIE_DIAGNOSTICS_MAX_SIZE (96 * 1024)

/**
 * BalieDiagnostic:
 * @name: what it is about, in the words of the wire, such as `system`
 * @value: plain text, possibly of several lines
 */
typedef struct
{
  char *name;
  char *value;
} BalieDiagnostic;

/**
 * BalieDiagnostics:
 * @items: (element-type BalieDiagnostic): in the order in which they are shown; no two have the same name
 *
 * Immutable once it is shared.
 */
typedef struct
{
  GPtrArray *items;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieDiagnostics;

#define BALIE_TYPE_DIAGNOSTICS (balie_diagnostics_get_type ())
GType balie_diagnostics_get_type (void) G_GNUC_CONST;

BalieDiagnostics *balie_diagnostics_new (void);
BalieDiagnostics *balie_diagnostics_ref (BalieDiagnostics *self);
void              balie_diagnostics_unref (BalieDiagnostics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDiagnostics, balie_diagnostics_unref)

/**
 * balie_diagnostics_add:
 *
 * Appends a detail, as long as @self is not shared.
 */
void balie_diagnostics_add (BalieDiagnostics *self,
                            const char       *name,
                            const char       *value);

/**
 * balie_diagnostics_find:
 *
 * Returns: (transfer none) (nullable): the value of the detail @name
 */
const char *balie_diagnostics_find (const BalieDiagnostics *self,
                                    const char             *name);

/**
 * balie_diagnostics_read:
 * @name: (nullable): the member that holds them, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full) (nullable): details, within the limits; %NULL when the member is absent. Faults stay in @reader.
 */
BalieDiagnostics *balie_diagnostics_read (BalieJsonReader *reader,
                                          const char      *name);

/**
 * balie_diagnostics_write:
 *
 * Writes an array of objects with `name` and `value`.
 */
void balie_diagnostics_write (const BalieDiagnostics *self,
                              BalieJsonWriter        *writer,
                              const char             *name);

G_END_DECLS
