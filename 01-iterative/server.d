01-iterative/server: 01-iterative/server.c \
 01-iterative/../common/server.h 01-iterative/../common/client.h \
 01-iterative/../common/listener.h 01-iterative/../common/options.h \
 01-iterative/../common/service.h 01-iterative/../common/counters.h \
 01-iterative/../common/pages.h 01-iterative/../common/stage.h \
 01-iterative/../common/conversation.h 01-iterative/../common/server.h
