/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks whoever runs a command for a password. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-password-prompt.h"

#include "balie-error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Bytes of a line: four a character, the line's end, and one to tell that there are more. */
#define LINE_MAX_BYTES (4 * BALIE_PASSWORD_MAX + 3)

void
balie_password_free (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

static char *
read_line (GError **error)
{
  char  buffer[LINE_MAX_BYTES] = {0};
  char *password = NULL;

  if (fgets (buffer, sizeof buffer, stdin) == NULL)
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "There is no password on standard input");
  else
    {
      buffer[strcspn (buffer, "\r\n")] = '\0';
      password = g_strdup (buffer);
    }

  explicit_bzero (buffer, sizeof buffer);
  return password;
}

static char *
ask (const char *question,
     GError    **error)
{
  struct termios shown;
  struct termios hidden;
  char          *password;

  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "The terminal does not answer: %s", g_strerror (errno));
      return NULL;
    }

  g_printerr ("%s", question);
  hidden = shown;
  hidden.c_lflag &= (tcflag_t)~ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  password = read_line (error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  g_printerr ("\n");
  return password;
}

static gboolean
check (const char *password,
       GError    **error)
{
  glong length;

  if (!g_utf8_validate (password, -1, NULL))
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "The password is not UTF-8");
      return FALSE;
    }

  length = g_utf8_strlen (password, -1);
  if (length < BALIE_PASSWORD_MIN || length > BALIE_PASSWORD_MAX)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "A password has %d to %d characters", BALIE_PASSWORD_MIN, BALIE_PASSWORD_MAX);
      return FALSE;
    }
  return TRUE;
}

char *
balie_password_prompt (GError **error)
{
  char    *password;
  char    *again = NULL;
  gboolean good;

  if (!isatty (STDIN_FILENO))
    {
      password = read_line (error);
      good = password != NULL && check (password, error);
    }
  else
    {
      password = ask ("Password: ", error);
      good = password != NULL && check (password, error) && (again = ask ("Once more: ", error)) != NULL;
      if (good && !g_str_equal (password, again))
        {
          g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "The two passwords differ");
          good = FALSE;
        }
    }

  balie_password_free (again);
  if (good)
    return password;
  balie_password_free (password);
  return NULL;
}
