05-select/server: 05-select/server.c 05-select/../common/server.h \
 05-select/../common/client.h 05-select/../common/listener.h \
 05-select/../common/options.h 05-select/../common/service.h \
 05-select/../common/counters.h 05-select/../common/pages.h \
 05-select/../common/stage.h 05-select/../common/clients.h \
 05-select/../common/clock.h 05-select/../common/conversation.h \
 05-select/../common/server.h 05-select/../common/stop.h
