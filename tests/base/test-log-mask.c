/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken out of log lines before they are given away, and what stays. */
#include "balie-log-mask.h"

static const char *const names[] = {"jvisser", "Jan Visser", "Jan", "Visser", "pc-042.kantoor", "Zoë", "é.+(", "ab", "q", NULL};

static const struct
{
  const char *text;
  const char *masked;
} cases[] = {
  /* Nothing to hide */
  {"", ""},
  {"08:41:12 balie-client info: Connected after 3 tries", "08:41:12 balie-client info: Connected after 3 tries"},
  {"Sync at e1.42: 17 events", "Sync at e1.42: 17 events"},
  {"message 5f3c1d1e-6c0f-4a37-9b1e-0d6c6f1a2b3c was refused (422)", "message 5f3c1d1e-6c0f-4a37-9b1e-0d6c6f1a2b3c was refused (422)"},
  {"GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: no", "GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: no"},
  {"balie-outbox.c:120: cannot go on; see balie-window.ui", "balie-outbox.c:120: cannot go on; see balie-window.ui"},
  {"GTK 4.8.3, libadwaita 1.2.2", "GTK 4.8.3, libadwaita 1.2.2"},
  {"a / b, and/or, 24/7, yes/no", "a / b, and/or, 24/7, yes/no"},
  {"Error in /balie/app/balie-window.ui", "Error in /balie/app/balie-window.ui"},
  {"Open: (draft) end.Next", "Open: (draft) [host]"},

  /* Paths */
  {"cannot open /home/jvisser/Documents/list.txt: no such file", "cannot open [path]: no such file"},
  {"cannot open “/home/jvisser/Mijn documenten/lijst 1.txt”: gone", "cannot open “[path]”: gone"},
  {"cannot open '/home/x/a b/c.png'", "cannot open '[path]'"},
  {"file:///home/x/secret.pdf is too large", "[path] is too large"},
  {"/root/.cache and /var/home/kees/x, /media/usb/y", "[path] and [path], [path]"},
  {"/run/user/1000/gvfs/smb-share:server=nas,share=x/y", "[path]:server=nas,share=x/y"},
  {"in ~/Desktop/plan.odt and ~kees/x", "in [path] and [path]"},
  {"/tmp/balie-K3QX/shot.png", "[path]"},
  {"/homework", "/homework"},

  /* Addresses */
  {"mail to j.visser@example.nl failed", "mail to [address] failed"},
  {"<Jan.Visser+test@mail.example.co.uk>", "<[address]>"},
  {"mailto:j.visser@example.nl?subject=x", "mailto:[address]?[query]"},
  {"user%40example.nl", "[address]"},
  {"é.visser@bücher.example", "[address]"},

  /* Hosts */
  {"https://support.example.nl:8443/v1/desk?q=geheim answered 500", "https://[host]/v1/desk?[query] answered 500"},
  {"http://jvisser:pw@example.nl/x", "http://[host]/x"},
  {"connecting to support.example.nl:443", "connecting to [host]"},
  {"Could not resolve nas.kantoor.lan: Name or service not known", "Could not resolve [host]: Name or service not known"},
  {"127.0.0.1:8080 and 192.168.1.20", "[host] and [host]"},
  {"fe80::1ff:fe23:4567:890a or ::1 or 2001:db8:0:0:0:0:0:1", "[host] or [host] or [host]"},
  {"localhost:1234 refused", "[host] refused"},
  {"wss://[2001:db8::1]:9/x", "wss://[host]/x"},

  /* Secrets */
  {"token 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "token [secret]"},
  {"Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9v_-", "[secret]"},

  /* Names */
  {"jvisser opened it; JVISSER too, not jvissers", "[name] opened it; [name] too, not jvissers"},
  {"written by Jan Visser today, and January", "written by [name] today, and January"},
  {"on pc-042.kantoor now", "on [host] now"},
  {"zoë and ZOË", "[name] and [name]"},
  {"ab goes, q stays", "[name] goes, q stays"},
  {"x é.+( y", "x [name] y"},

  /* Several lines */
  {"one /home/a\ntwo b@c.nl\n", "one [path]\ntwo [address]\n"},
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = balie_log_mask (cases[i].text, names);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

/* What was masked once stays as it is. */
static void
test_twice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *masked = balie_log_mask (cases[i].masked, names);

      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
}

/* As long as a log may be, of what takes a search the longest. */
static void
test_long (void)
{
  static const char *const samples[] = {"a.", "a@", "1:", "/home/", "a-", "\"/home/x ", "?a"};

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *masked = NULL;

      while (text->len < 32 * 1024)
        g_string_append (text, samples[i]);
      masked = balie_log_mask (text->str, names);
      g_assert_nonnull (masked);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log-mask/table", test_table);
  g_test_add_func ("/log-mask/twice", test_twice);
  g_test_add_func ("/log-mask/long", test_long);

  return g_test_run ();
}
