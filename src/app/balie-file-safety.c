/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files may be opened from here, and which can only be saved. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-file-safety.h"

#include <gio/gio.h>
#include <string.h>

/* By the end of the name, whatever the content. */
static const struct
{
  BalieFileSafety safety;
  const char     *suffixes;
} by_name[] = {
  /* Of this system */
  {BALIE_FILE_PROGRAM, " appimage bin run out so ko o desktop directory service socket deb rpm snap flatpak flatpakref flatpakrepo "},
  {BALIE_FILE_PROGRAM, " sh bash zsh fish csh ksh command tool action workflow awk sed gvs "},
  {BALIE_FILE_PROGRAM, " py pyc pyw pyz pl pm rb lua tcl php phar js mjs cjs jse ts ps1 psm1 r jl scm el "},
  {BALIE_FILE_PROGRAM, " jar jnlp class war ear apk wasm swf xpi crx vsix "},

  /* Of others, which an emulator may run */
  {BALIE_FILE_PROGRAM, " exe com scr pif cpl dll sys drv ocx msi msp mst msix msixbundle appx appxbundle application gadget "},
  {BALIE_FILE_PROGRAM, " bat cmd vb vbs vbe ws wsf wsh wsc hta sct scf lnk url website inf reg msc chm hlp settingcontent-ms "},
  {BALIE_FILE_PROGRAM, " app dmg pkg mpkg scpt applescript terminal "},

  {BALIE_FILE_PAGE, " html htm xhtml xht shtml mht mhtml hta svg svgz xsl xslt webloc "},
};

/* By how the content begins. */
static const struct
{
  BalieFileSafety safety;
  const char     *magic;
  gsize           length;
} by_magic[] = {
  {BALIE_FILE_PROGRAM, "\177ELF", 4},
  {BALIE_FILE_PROGRAM, "MZ", 2},
  {BALIE_FILE_PROGRAM, "#!", 2},
  {BALIE_FILE_PROGRAM, "\xfe\xed\xfa\xce", 4},
  {BALIE_FILE_PROGRAM, "\xfe\xed\xfa\xcf", 4},
  {BALIE_FILE_PROGRAM, "\xce\xfa\xed\xfe", 4},
  {BALIE_FILE_PROGRAM, "\xcf\xfa\xed\xfe", 4},
  {BALIE_FILE_PROGRAM, "\xca\xfe\xba\xbe", 4},
  {BALIE_FILE_PROGRAM, "\0asm", 4},
  {BALIE_FILE_PROGRAM, "!<arch>", 7},
  {BALIE_FILE_PROGRAM, "\xed\xab\xee\xdb", 4},
  {BALIE_FILE_PROGRAM, "L\0\0\0\x01\x14\x02\0", 8},
};

/* By what the text says, white space and comments in front of it left out. */
static const struct
{
  BalieFileSafety safety;
  const char     *start;
} by_text[] = {
  {BALIE_FILE_PROGRAM, "[desktop entry]"},
  {BALIE_FILE_PROGRAM, "[internetshortcut]"},
  {BALIE_FILE_PROGRAM, "<?php"},
  {BALIE_FILE_PAGE, "<!doctype html"},
  {BALIE_FILE_PAGE, "<html"},
  {BALIE_FILE_PAGE, "<head"},
  {BALIE_FILE_PAGE, "<body"},
  {BALIE_FILE_PAGE, "<script"},
  {BALIE_FILE_PAGE, "<svg"},
  {BALIE_FILE_PAGE, "<!doctype svg"},
};

/* By what the system takes the name and the content for. Not by what that is a kind of: JSON counts as a kind of program there. */
static const char *const program_types[] = {
  "application/x-executable",
  "application/x-pie-executable",
  "application/x-sharedlib",
  "application/x-shellscript",
  "application/x-desktop",
  "application/x-java-archive",
  "application/java-archive",
  "application/x-ms-dos-executable",
  "application/x-msdownload",
  "application/vnd.microsoft.portable-executable",
  "application/vnd.appimage",
  "application/x-iso9660-appimage",
  "text/x-python",
  "application/x-perl",
  "application/x-ruby",
};

static BalieFileSafety
judge_name (const char *name)
{
  const char      *dot = strrchr (name, '.');
  g_autofree char *word = NULL;
  g_autofree char *trimmed = NULL;

  if (dot == NULL)
    return BALIE_FILE_SAFE;

  trimmed = g_strstrip (g_ascii_strdown (dot + 1, -1));
  word = g_strconcat (" ", trimmed, " ", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (by_name); i++)
    if (strstr (by_name[i].suffixes, word) != NULL)
      return by_name[i].safety;

  return BALIE_FILE_SAFE;
}

/* Where the text begins that says what it is: lines of comments may stand before a launcher, comments and a mark before a page. */
static char *
dup_start (const char *data,
           gsize       length)
{
  g_autofree char *text = g_ascii_strdown (data, (gssize)length);
  const char      *start = text;

  if (g_str_has_prefix (start, "\xef\xbb\xbf"))
    start += 3;

  for (;;)
    {
      const char *end = NULL;

      start += strspn (start, " \t\r\n\f\v");
      if (*start == '#')
        end = strchr (start, '\n');
      else if (g_str_has_prefix (start, "<!--"))
        end = strstr (start, "-->");
      if (end == NULL)
        return g_strdup (start);

      start = end + (*start == '#' ? 1 : strlen ("-->"));
    }
}

static BalieFileSafety
judge_content (const char *data,
               gsize       length)
{
  g_autofree char *start = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (by_magic); i++)
    if (length >= by_magic[i].length && memcmp (data, by_magic[i].magic, by_magic[i].length) == 0)
      return by_magic[i].safety;

  start = dup_start (data, length);
  for (gsize i = 0; i < G_N_ELEMENTS (by_text); i++)
    if (g_str_has_prefix (start, by_text[i].start))
      return by_text[i].safety;

  return BALIE_FILE_SAFE;
}

static BalieFileSafety
judge_type (const char   *name,
            const guint8 *data,
            gsize         length)
{
  g_autofree char *type = g_content_type_guess (name, data, length, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (program_types); i++)
    {
      g_autofree char *program = g_content_type_from_mime_type (program_types[i]);

      if (program != NULL && g_content_type_equals (type, program))
        return BALIE_FILE_PROGRAM;
    }

  return g_content_type_is_a (type, "text/html") || g_content_type_is_a (type, "image/svg+xml") ? BALIE_FILE_PAGE : BALIE_FILE_SAFE;
}

static BalieFileSafety
get_worse (BalieFileSafety one,
           BalieFileSafety other)
{
  if (one == BALIE_FILE_PROGRAM || other == BALIE_FILE_PROGRAM)
    return BALIE_FILE_PROGRAM;

  return MAX (one, other);
}

BalieFileSafety
balie_file_safety_judge (const char *name,
                         const void *data,
                         gsize       length)
{
  gsize           sniffed = MIN (length, BALIE_FILE_SAFETY_SNIFFED);
  BalieFileSafety safety;

  g_return_val_if_fail (name != NULL, BALIE_FILE_PROGRAM);

  safety = get_worse (judge_name (name), judge_content (data != NULL ? data : "", sniffed));
  safety = get_worse (safety, judge_type (name, data, sniffed));

  /* Without a name to go by, a system looks at the content alone. */
  return get_worse (safety, judge_type (NULL, data, sniffed));
}
