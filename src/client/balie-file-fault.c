/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a file does not go, as it is found on this machine. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-file-fault.h"

static const struct
{
  const char *type;
  BalieError  code;
} faults[] = {
  [BALIE_FILE_FAULT_TOO_LARGE] = {"too-large", BALIE_ERROR_LIMIT},
  [BALIE_FILE_FAULT_TOO_MANY] = {"too-many-files", BALIE_ERROR_LIMIT},
  [BALIE_FILE_FAULT_TOO_LARGE_TOGETHER] = {"too-large-together", BALIE_ERROR_LIMIT},
  [BALIE_FILE_FAULT_BLOCKED] = {"type-blocked", BALIE_ERROR_INVALID},
  [BALIE_FILE_FAULT_UNREADABLE] = {"file-unreadable", BALIE_ERROR_STORAGE},
  [BALIE_FILE_FAULT_VANISHED] = {"file-vanished", BALIE_ERROR_NOT_FOUND},
  [BALIE_FILE_FAULT_FOLDER] = {"file-is-folder", BALIE_ERROR_INVALID},
  [BALIE_FILE_FAULT_CHANGED] = {"file-changed", BALIE_ERROR_CONFLICT},
  [BALIE_FILE_FAULT_STORAGE_FULL] = {"storage-full", BALIE_ERROR_STORAGE},
  [BALIE_FILE_FAULT_NOT_TAKEN] = {"files-not-taken", BALIE_ERROR_FORBIDDEN},
};

const char *
balie_file_fault_to_type (BalieFileFault fault)
{
  g_return_val_if_fail (fault != BALIE_FILE_FAULT_NONE && fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault].type;
}

BalieError
balie_file_fault_to_code (BalieFileFault fault)
{
  g_return_val_if_fail (fault != BALIE_FILE_FAULT_NONE && fault < G_N_ELEMENTS (faults), BALIE_ERROR_STORAGE);

  return faults[fault].code;
}

BalieFileFault
balie_file_fault_from_type (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (type != NULL && g_strcmp0 (faults[i].type, type) == 0)
      return (BalieFileFault)i;

  return BALIE_FILE_FAULT_NONE;
}

gboolean
balie_file_fault_is_limit (BalieFileFault fault)
{
  return fault == BALIE_FILE_FAULT_TOO_LARGE || fault == BALIE_FILE_FAULT_TOO_MANY ||
         fault == BALIE_FILE_FAULT_TOO_LARGE_TOGETHER || fault == BALIE_FILE_FAULT_BLOCKED || fault == BALIE_FILE_FAULT_NOT_TAKEN;
}
