package io.tidemark.recharge.generate;

/**
 * Writes the records of a recharge, about half a kilobyte each. Each constant contains the end of one value and the
 * name of the next field.
 */
final class RecordWriter {

    /** The delay between the end of a recharge and its notification. */
    static final long LOG_DELAY_MILLIS = 40;

    private static final long DAY_MILLIS = 86_400_000L;
    /** 2000-01-01 and 2100-01-01 in Shanghai: the first plausible start, and the first implausible one after it. */
    private static final long CENTURY_BEGIN = 946_656_000_000L;

    private static final long CENTURY_END = 4_102_416_000_000L;

    private static final byte[] ORDER_SERVICE = Lines.utf8("reChargeNotifyReq");
    private static final byte[] FIRST_SYSTEM = Lines.utf8("{\"sysId\":\"");
    private static final byte[] LAST = Lines.utf8("\"}");
    private static final byte[] RESULT = next("bussinessRst");
    private static final byte[] CHANNEL = next("channelCode");
    private static final byte[] AMOUNT = next("chargefee");
    private static final byte[] CITY = next("cityCode");
    private static final byte[] CLIENT = next("clientIp");
    private static final byte[] GATEWAY = next("gateway_id");
    private static final byte[] ID_TYPE = Lines.utf8("\",\"idType\":\"01");
    private static final byte[] INTERFACE_RESULT = next("interFacRst");
    private static final byte[] LOGGED = next("logOutTime");
    private static final byte[] ORDER_ID = next("orderId");
    private static final byte[] PHONE = next("phoneno");
    private static final byte[] PROVINCE = next("provinceCode");
    private static final byte[] END = next("receiveNotifyTime");
    private static final byte[] START = next("requestId");
    private static final byte[] RESULT_TIME = next("resultTime");
    private static final byte[] MESSAGE = next("retMsg");
    private static final byte[] SERVER = Lines.utf8("\",\"serverIp\":\"10.6.3.");
    private static final byte[] PORT = Lines.utf8("\",\"serverPort\":\"808");
    private static final byte[] SERVICE = next("serviceName");

    private static final byte[] OTHER_FIRST = Lines.utf8("{\"RequestId\":\"");
    private static final byte[] OTHER_PROVINCE = next("provincecode");
    private static final byte[] OTHER_PHONE = next("Phoneno");
    private static final byte[] OTHER_GATEWAY = next("Gateway_id");
    private static final byte[] OTHER_AMOUNT = Lines.utf8("\", \"chargefee\": ");
    private static final byte[] OTHER_NESTED = Lines.utf8(
            ", \"ext\": {\"chargefee\": \"1\", \"tags\": [\"app\", {\"ver\": 7}], \"vip\": true}, \"idType\": \"01");
    private static final byte[] OTHER_LAST = Lines.utf8("\" }");

    private static final byte[][] CLIENT_NETWORKS = {
        Lines.utf8("192.0.2."), Lines.utf8("198.51.100."), Lines.utf8("203.0.113.")
    };
    private static final byte[] MINUS = Lines.utf8("-");
    private static final byte[] HUNDREDTHS = Lines.utf8(".00");
    private static final byte[] TWENTY_DIGITS = Lines.utf8("00000000000000000001");
    private static final byte[] MORE_THAN_A_MILLION_YUAN = Lines.utf8("100000001");
    private static final byte[] NO_DATE = Lines.utf8("20260230");
    private static final byte[] NO_TIME = Lines.utf8("none");
    private static final byte[] NO_CODE = Lines.utf8("广州");
    private static final byte[] LONG_CODE = Lines.utf8("4403001");
    private static final byte[] BEGIN_ARRAY = Lines.utf8("[");
    private static final byte[] END_ARRAY = Lines.utf8("]");
    private static final byte[] GARBAGE = Lines.utf8(" <EOF>");
    private static final byte[] PLAIN_TEXT = Lines.utf8("WARN log buffer overrun, lines dropped");
    private static final byte[] SECOND_OBJECT = Lines.utf8("{}");

    private RecordWriter() {}

    /** Appends the record of a service other than the order. */
    static void step(Lines out, Recharge recharge, Step step) {
        long logged = step.loggedAt(recharge);
        out.add(FIRST_SYSTEM).digits(recharge.system(), 2);
        out.add(CHANNEL).add(recharge.channel());
        out.add(AMOUNT).number(recharge.amountFen());
        client(out, recharge);
        out.add(GATEWAY).add(recharge.gateway());
        out.add(ID_TYPE);
        out.add(INTERFACE_RESULT).add(Recharge.Outcome.SUCCESS.code());
        out.add(LOGGED).millis(logged);
        out.add(ORDER_ID).number(recharge.orderId());
        out.add(PHONE).number(recharge.phone());
        out.add(PROVINCE).add(recharge.place().province());
        out.add(CITY).add(recharge.place().city());
        out.add(START).millis(recharge.startMillis()).digits(recharge.requestTail(), 15);
        out.add(RESULT_TIME).seconds(logged);
        out.add(MESSAGE).add(Recharge.Outcome.SUCCESS.message());
        server(out, recharge);
        out.add(SERVICE).ascii(step.service()).add(LAST);
    }

    /** Appends the notification of a recharge, which is an order, with a fault. */
    static void notification(Lines out, Recharge recharge, Fault fault) {
        int begin = out.length();
        switch (fault) {
            case PLAIN_TEXT -> out.add(PLAIN_TEXT);
            case ARRAY -> {
                out.add(BEGIN_ARRAY);
                order(out, recharge, Fault.NONE);
                out.add(END_ARRAY);
            }
            case CUT -> {
                order(out, recharge, Fault.NONE);
                out.cutTo(out.length() - 1 - recharge.dice().below(out.length() - begin - 1));
            }
            case TWO_OBJECTS -> {
                order(out, recharge, Fault.NONE);
                out.add(SECOND_OBJECT);
            }
            case GARBAGE_BEHIND -> {
                order(out, recharge, Fault.NONE);
                out.add(GARBAGE);
            }
            default -> {
                if (recharge.byOtherProducer() && fault == Fault.NONE) {
                    orderOfOtherProducer(out, recharge);
                } else {
                    order(out, recharge, fault);
                }
            }
        }
    }

    private static void order(Lines out, Recharge recharge, Fault fault) {
        out.add(FIRST_SYSTEM).digits(recharge.system(), 2);
        result(out, recharge, fault);
        out.add(CHANNEL).add(recharge.channel());
        amount(out, recharge, fault);
        client(out, recharge);
        out.add(GATEWAY).add(recharge.gateway());
        out.add(ID_TYPE);
        out.add(INTERFACE_RESULT).add(recharge.outcome().code());
        out.add(LOGGED).millis(recharge.endMillis() + LOG_DELAY_MILLIS);
        out.add(ORDER_ID).number(recharge.orderId());
        out.add(PHONE).number(recharge.phone());
        region(out, recharge, fault);
        end(out, recharge, fault);
        start(out, recharge, fault);
        out.add(RESULT_TIME).seconds(recharge.endMillis());
        out.add(MESSAGE).add(recharge.outcome().message());
        server(out, recharge);
        if (fault != Fault.SERVICE_MISSING) {
            out.add(SERVICE).add(fault == Fault.SERVICE_EMPTY ? new byte[0] : ORDER_SERVICE);
        }
        out.add(LAST);
    }

    /** Uses other names and another order of fields, the amount as a number, and additional fields. */
    private static void orderOfOtherProducer(Lines out, Recharge recharge) {
        out.add(OTHER_FIRST).millis(recharge.startMillis()).digits(recharge.requestTail(), 15);
        out.add(SERVICE).add(ORDER_SERVICE);
        out.add(END).millis(recharge.endMillis());
        out.add(OTHER_AMOUNT).number(recharge.amountFen());
        out.add(OTHER_NESTED);
        out.add(CITY).add(recharge.place().city());
        out.add(OTHER_PROVINCE).add(recharge.place().province());
        out.add(OTHER_PHONE).number(recharge.phone());
        out.add(OTHER_GATEWAY).add(recharge.gateway());
        out.add(CHANNEL).add(recharge.channel());
        out.add(ORDER_ID).number(recharge.orderId());
        out.add(LOGGED).millis(recharge.endMillis() + LOG_DELAY_MILLIS);
        out.add(RESULT).add(recharge.outcome().code());
        out.add(MESSAGE).add(recharge.outcome().message());
        server(out, recharge);
        out.add(OTHER_LAST);
    }

    private static void result(Lines out, Recharge recharge, Fault fault) {
        if (fault != Fault.RESULT_MISSING) {
            out.add(RESULT)
                    .add(
                            fault == Fault.RESULT_EMPTY
                                    ? new byte[0]
                                    : recharge.outcome().code());
        }
    }

    private static void amount(Lines out, Recharge recharge, Fault fault) {
        switch (fault) {
            case AMOUNT_MISSING -> {}
            case AMOUNT_EMPTY -> out.add(AMOUNT);
            case AMOUNT_NEGATIVE -> out.add(AMOUNT).add(MINUS).number(recharge.amountFen());
            case AMOUNT_IN_YUAN ->
                out.add(AMOUNT).number(recharge.amountFen() / 100).add(HUNDREDTHS);
            case AMOUNT_TOO_LONG -> out.add(AMOUNT).add(TWENTY_DIGITS);
            case AMOUNT_TOO_LARGE -> out.add(AMOUNT).add(MORE_THAN_A_MILLION_YUAN);
            default -> out.add(AMOUNT).number(recharge.amountFen());
        }
    }

    private static void start(Lines out, Recharge recharge, Fault fault) {
        switch (fault) {
            case START_MISSING -> {}
            case START_SHORT -> out.add(START).seconds(recharge.startMillis());
            case START_NO_DATE -> out.add(START).add(NO_DATE).digits(0, 9).digits(recharge.requestTail(), 15);
            case START_TOO_EARLY -> out.add(START).millis(CENTURY_BEGIN - 1).digits(recharge.requestTail(), 15);
            case START_TOO_LATE -> out.add(START).millis(CENTURY_END).digits(recharge.requestTail(), 15);
            default -> out.add(START).millis(recharge.startMillis()).digits(recharge.requestTail(), 15);
        }
    }

    private static void end(Lines out, Recharge recharge, Fault fault) {
        switch (fault) {
            case END_MISSING -> {}
            case END_EMPTY -> out.add(END);
            case END_MALFORMED -> out.add(END).add(NO_TIME);
            case END_BEFORE_START ->
                out.add(END).millis(recharge.startMillis() - 1 - recharge.dice().below(5_000));
            case END_DAYS_LATER ->
                out.add(END)
                        .millis(recharge.startMillis()
                                + DAY_MILLIS
                                + 1
                                + recharge.dice().below(5_000));
            default -> out.add(END).millis(recharge.endMillis());
        }
    }

    private static void region(Lines out, Recharge recharge, Fault fault) {
        switch (fault) {
            case REGION_MISSING -> {}
            case REGION_EMPTY -> out.add(PROVINCE).add(CITY);
            case REGION_NAMED -> out.add(PROVINCE).add(NO_CODE).add(CITY).add(NO_CODE);
            case REGION_TOO_LONG -> out.add(PROVINCE).add(LONG_CODE).add(CITY).add(LONG_CODE);
            default ->
                out.add(PROVINCE)
                        .add(recharge.place().province())
                        .add(CITY)
                        .add(recharge.place().city());
        }
    }

    private static void client(Lines out, Recharge recharge) {
        out.add(CLIENT)
                .add(CLIENT_NETWORKS[recharge.client() % CLIENT_NETWORKS.length])
                .number(1 + recharge.client() / CLIENT_NETWORKS.length);
    }

    private static void server(Lines out, Recharge recharge) {
        out.add(SERVER).number(recharge.server()).add(PORT).number(recharge.system() % 10);
    }

    /** The end of one value and the name of the next field. */
    private static byte[] next(String name) {
        return Lines.utf8("\",\"" + name + "\":\"");
    }
}
