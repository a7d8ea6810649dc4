package io.tidemark.recharge.generate;

/** One recharge, with the values of all its records. Mutable: a generator reuses one instance for all recharges. */
final class Recharge {

    /** The result of a recharge. */
    static final class Outcome {

        static final Outcome SUCCESS = new Outcome("0000", "成功");

        private final byte[] code;
        private final byte[] message;

        private Outcome(String code, String message) {
            this.code = Lines.utf8(code);
            this.message = Lines.utf8(message);
        }

        /** The value of {@code bussinessRst}. */
        byte[] code() {
            return code;
        }

        /** The value of {@code retMsg}. */
        byte[] message() {
            return message;
        }
    }

    private static final Weighted<Outcome> FAILURES = Weighted.<Outcome>builder()
            .add(38, new Outcome("2998", "充值平台超时"))
            .add(27, new Outcome("3003", "用户状态异常"))
            .add(18, new Outcome("5001", "系统繁忙"))
            .add(11, new Outcome("1107", "号码不存在"))
            .add(6, new Outcome("9999", "未知错误"))
            .build();

    private static final Weighted<Integer> AMOUNTS = Weighted.<Integer>builder()
            .add(9, 1_000)
            .add(11, 2_000)
            .add(22, 3_000)
            .add(26, 5_000)
            .add(21, 10_000)
            .add(6, 20_000)
            .add(3, 30_000)
            .add(2, 50_000)
            .build();

    private static final Weighted<byte[]> CHANNELS = Weighted.<byte[]>builder()
            .add(12, Lines.utf8("0702"))
            .add(41, Lines.utf8("6900"))
            .add(19, Lines.utf8("0703"))
            .add(5, Lines.utf8("0704"))
            .add(16, Lines.utf8("0705"))
            .add(7, Lines.utf8("0706"))
            .build();

    private static final Weighted<byte[]> GATEWAYS = Weighted.<byte[]>builder()
            .add(18, Lines.utf8("CMPAY"))
            .add(36, Lines.utf8("ALIPAY"))
            .add(37, Lines.utf8("WXPAY"))
            .add(6, Lines.utf8("UNIPAY"))
            .add(3, Lines.utf8("TENPAY"))
            .build();

    private static final int LATE_PER_MILLION = 3_000;
    private static final int SLOW_PER_MILLION = 150_000;
    private static final int DISCOUNT_PER_MILLION = 300_000;
    private static final int UNKNOWN_PLACE_PER_MILLION = 4_000;
    private static final int OTHER_PRODUCER_PER_MILLION = 60_000;
    private static final int UNKNOWN_DURATION_PER_MILLION = 6_000;

    private final Country country;
    private final FailureWaves waves;
    private final Dice dice = new Dice(0);
    private final long seed;

    private Country.Place place;
    private byte[] channel = new byte[0];
    private byte[] gateway = new byte[0];
    private Outcome outcome = Outcome.SUCCESS;
    private long amount;
    private long duration;
    private long start;
    private long phone;
    private long orderId;
    private long requestTail;
    private int system;
    private int client;
    private int server;
    private int failureRoll;
    private boolean byOtherProducer;
    private Outcome failure = Outcome.SUCCESS;
    private Fault fault = Fault.NONE;

    Recharge(long seed, Country country) {
        this.seed = seed;
        this.country = country;
        this.waves = new FailureWaves(seed, country);
        this.place = country.pick(dice);
    }

    /** Draws all values of a recharge except its time. The same number gives the same recharge. */
    void draw(long number) {
        dice.reseed(seed, number);
        place = dice.happens(UNKNOWN_PLACE_PER_MILLION) ? country.unknown(dice) : country.pick(dice);
        channel = CHANNELS.pick(dice);
        gateway = GATEWAYS.pick(dice);
        int face = AMOUNTS.pick(dice);
        amount = dice.happens(DISCOUNT_PER_MILLION) ? face - face / 500 : face;
        duration = drawDuration();
        phone = 111_00000000L + dice.below(100_000_000);
        orderId = 300_000_000_000_000_000L + (dice.next() >>> 6) % 600_000_000_000_000_000L;
        requestTail = (dice.next() >>> 1) % 1_000_000_000_000_000L;
        system = dice.between(1, 16);
        client = dice.below(254 * 3);
        server = dice.between(11, 42);
        failureRoll = dice.below(1_000_000);
        failure = FAILURES.pick(dice);
        byOtherProducer = dice.happens(OTHER_PRODUCER_PER_MILLION);
        fault = dice.happens(UNKNOWN_DURATION_PER_MILLION) ? Fault.unknownDuration(dice) : Fault.NONE;
    }

    /** Most take a quarter of a minute, some a whole minute; a few notifications are many minutes late. */
    private long drawDuration() {
        if (dice.happens(LATE_PER_MILLION)) {
            return dice.between(5 * 60_000, 45 * 60_000);
        }
        long usual = 4_000L + dice.below(9_000) + dice.below(9_000);
        return dice.happens(SLOW_PER_MILLION) ? usual + dice.below(45_000) : usual;
    }

    /** Sets the time of the recharge. Time and place determine whether it fails. */
    void startAt(long epochMillis) {
        start = epochMillis;
        outcome = failureRoll < waves.failuresPerMillion(place, epochMillis) ? failure : Outcome.SUCCESS;
    }

    /** The fault of the recharge's notification, which is an order nevertheless. */
    Fault fault() {
        return fault;
    }

    /** Draws more numbers for the current recharge. */
    Dice dice() {
        return dice;
    }

    boolean succeeded() {
        return outcome == Outcome.SUCCESS;
    }

    Outcome outcome() {
        return outcome;
    }

    Country.Place place() {
        return place;
    }

    byte[] channel() {
        return channel;
    }

    byte[] gateway() {
        return gateway;
    }

    long amountFen() {
        return amount;
    }

    long durationMillis() {
        return duration;
    }

    long startMillis() {
        return start;
    }

    long endMillis() {
        return start + duration;
    }

    long phone() {
        return phone;
    }

    long orderId() {
        return orderId;
    }

    long requestTail() {
        return requestTail;
    }

    int system() {
        return system;
    }

    int client() {
        return client;
    }

    int server() {
        return server;
    }

    boolean byOtherProducer() {
        return byOtherProducer;
    }
}
