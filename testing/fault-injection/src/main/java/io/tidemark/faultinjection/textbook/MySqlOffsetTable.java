package io.tidemark.faultinjection.textbook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** A table with one row for each partition. */
public final class MySqlOffsetTable implements OffsetTable {

    private final DataSource source;

    /** Creates the table if it does not exist. */
    public MySqlOffsetTable(DataSource source) {
        this.source = source;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists textbook_offset (topic varchar(200) not null,"
                    + " partition_id int not null, until_offset bigint not null, primary key (topic, partition_id))");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the table of offsets: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<TopicPartition, Long> load() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select topic, partition_id, until_offset from textbook_offset")) {
            while (rows.next()) {
                offsets.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
            return offsets;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the offsets: " + e.getMessage(), e);
        }
    }

    @Override
    public void save(Map<TopicPartition, Long> offsets) {
        try (Connection connection = source.getConnection();
                PreparedStatement row = connection.prepareStatement("replace into textbook_offset values (?, ?, ?)")) {
            for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
                row.setString(1, offset.getKey().topic());
                row.setInt(2, offset.getKey().partition());
                row.setLong(3, offset.getValue());
                row.addBatch();
            }
            row.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot save the offsets: " + e.getMessage(), e);
        }
    }
}
