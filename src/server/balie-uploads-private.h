/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two halves of the uploads share: receiving and sending. */
#pragma once

#include "balie-uploads.h"

G_BEGIN_DECLS

struct _BalieUploads
{
  GObject parent_instance;

  /* owned */
  BalieDeskService *service;
  BalieFileStore   *files;
  BalieScanner     *scanner;
  GHashTable       *jobs;

  gint64 quota;
};

G_END_DECLS
