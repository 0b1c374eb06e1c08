/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is never opened, whatever it calls itself, and what is. */
#include "config.h"

#include "balie-file-safety.h"

#define JPEG "\xff\xd8\xff\xe0\0\20JFIF\0"
#define PNG "\x89PNG\r\n\x1a\n"
#define PDF "%PDF-1.7\n"
#define ZIP "PK\3\4"

typedef struct
{
  const char *name;
  const char *data;
  gsize       length;
} Case;

#define CASE(name, data)          \
  {                               \
    name, data, sizeof (data) - 1 \
  }

static const Case safe[] = {
  CASE ("photo.jpg", JPEG),
  CASE ("screen.png", PNG),
  CASE ("Invoice 2026.pdf", PDF),
  CASE ("export.log", "2026-11-24 10:00 started\n"),
  CASE ("notes", "just text, and # no program"),
  CASE ("list.csv", "a;b;c\n"),
  CASE ("all.zip", ZIP),
  CASE ("letter.odt", ZIP),
  CASE ("table.xlsx", ZIP),
  CASE ("data.json", "{\"a\": 1}"),
  CASE ("data.xml", "<?xml version=\"1.0\"?><order/>"),
  CASE ("mail.eml", "From: a@example.com\n\nHello"),
  CASE ("empty.txt", ""),
  CASE ("empty", ""),
  CASE ("readme.md", "# A title\n\ntext"),
  CASE ("settings.conf", "# comment\nkey = value\n"),
  CASE ("my.exe.txt", "text"),
  CASE ("naïve.sh.pdf", PDF),
};

static const Case programs[] = {
  /* By their names */
  CASE ("setup.exe", "text"),
  CASE ("SETUP.EXE", "text"),
  CASE ("invoice.pdf.exe", PDF),
  CASE ("setup.exe ", "text"),
  CASE ("install.sh", "echo"),
  CASE ("tool.AppImage", "text"),
  CASE ("game.jar", ZIP),
  CASE ("app.desktop", "text"),
  CASE ("macro.vbs", "text"),
  CASE ("run.bat", "text"),
  CASE ("package.deb", "text"),
  CASE ("package.rpm", "text"),
  CASE ("script.py", "text"),
  CASE ("script.js", "text"),
  CASE ("lib.so", "text"),
  CASE ("shortcut.lnk", "text"),
  CASE ("app.flatpakref", "text"),

  /* By what they are, whatever they are called */
  CASE ("photo.jpg", "\177ELF\2\1\1"),
  CASE ("photo.png", "MZ\x90\0\3"),
  CASE ("notes.txt", "#!/bin/sh\nrm -rf /\n"),
  CASE ("notes", "#!/usr/bin/env python3\n"),
  CASE ("invoice.pdf", "[Desktop Entry]\nType=Application\nExec=sh\n"),
  CASE ("invoice.txt", "\n# a comment\n\n[Desktop Entry]\n"),
  CASE ("doc.odt", "\xca\xfe\xba\xbe\0\0\0\x34"),
  CASE ("doc.doc", "\xcf\xfa\xed\xfe"),
  CASE ("x.gif", "\0asm\1\0\0\0"),
  CASE ("x.ico", "L\0\0\0\x01\x14\x02\0"),
  CASE ("x.txt", "<?php system ($_GET['x']);"),
};

static const Case pages[] = {
  CASE ("index.html", "text"),
  CASE ("INDEX.HTM", "text"),
  CASE ("drawing.svg", "text"),
  CASE ("saved.mhtml", "text"),
  CASE ("notes.txt", "<!DOCTYPE html><script>"),
  CASE ("notes.txt", "\xef\xbb\xbf \n<!-- x --> <HTML>"),
  CASE ("photo.png", "<svg onload=\"\">"),
  CASE ("photo", "<script>"),
};

static void
check (const Case     *cases,
       gsize           n_cases,
       BalieFileSafety expected)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      BalieFileSafety safety = balie_file_safety_judge (cases[i].name, cases[i].data, cases[i].length);

      if (safety != expected)
        g_error ("%s (%" G_GSIZE_FORMAT " bytes): %d instead of %d", cases[i].name, cases[i].length, safety, expected);
    }
}

static void
test_safe (void)
{
  check (safe, G_N_ELEMENTS (safe), BALIE_FILE_SAFE);
}

static void
test_programs (void)
{
  check (programs, G_N_ELEMENTS (programs), BALIE_FILE_PROGRAM);
}

static void
test_pages (void)
{
  check (pages, G_N_ELEMENTS (pages), BALIE_FILE_PAGE);
}

/* Nothing behind what is looked at is touched, and any bytes will do. */
static void
test_any_bytes (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      gsize              length = (gsize)g_test_rand_int_range (0, 64);
      g_autofree guint8 *data = g_malloc (length + 1);

      for (gsize j = 0; j < length; j++)
        data[j] = (guint8)g_test_rand_int_range (0, 256);
      balie_file_safety_judge ("x", data, length);
    }
  g_assert_cmpint (balie_file_safety_judge ("x", NULL, 0), ==, BALIE_FILE_SAFE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/file-safety/safe", test_safe);
  g_test_add_func ("/app/file-safety/programs", test_programs);
  g_test_add_func ("/app/file-safety/pages", test_pages);
  g_test_add_func ("/app/file-safety/any-bytes", test_any_bytes);

  return g_test_run ();
}
