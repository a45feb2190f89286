03-thread-per-conn/server: 03-thread-per-conn/server.c \
 03-thread-per-conn/../common/server.h \
 03-thread-per-conn/../common/client.h \
 03-thread-per-conn/../common/listener.h \
 03-thread-per-conn/../common/options.h \
 03-thread-per-conn/../common/service.h \
 03-thread-per-conn/../common/counters.h \
 03-thread-per-conn/../common/pages.h \
 03-thread-per-conn/../common/stage.h \
 03-thread-per-conn/../common/clients.h \
 03-thread-per-conn/../common/conversation.h \
 03-thread-per-conn/../common/server.h
