const char *latin = "café ÿ"; char_send(c);
control(c);
