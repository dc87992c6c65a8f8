-- 挂图用的数据库和账号。先改口令，再以管理员身份执行：  mariadb < deploy/mariadb.sql
-- 测试情况：已测试（MariaDB 10.11）。make check-deploy 真实执行它，用这个账号升级结构、把演示数据复制进来再复制出去。
-- MySQL 8.0/8.4 语法相同，未测试。
--
-- 服务器配置（[mysqld]）须有下面两行；缺了断电可能丢失已确认的写入，挂图启动时日志会提醒：
--   innodb_flush_log_at_trx_commit = 1
--   sync_binlog = 1                      （开了二进制日志时）
--
-- 挂图的配置：
--   databaseDsn: "mysql://guatu:口令@127.0.0.1:3306/guatu"      （口令里的特殊字符要写成 %40 这样的形式）

CREATE DATABASE IF NOT EXISTS guatu CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- 挂图与数据库不在同一台机器时，把 127.0.0.1 换成挂图所在的地址。
CREATE USER IF NOT EXISTS 'guatu'@'127.0.0.1' IDENTIFIED BY '换成你的口令';

-- 只有这一个库里的权限；建表、改表用于升级结构。
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, REFERENCES ON guatu.* TO 'guatu'@'127.0.0.1';

-- 服务平时用的账号：改不了也删不了审计记录，也不能改结构。权限按表给，建好表之后由 guatu audit grants 生成（管理手册第 6 节）；
-- 不用它，服务照样能用上面的账号运行，只是数据库自己不再拦着改审计。
CREATE USER IF NOT EXISTS 'guatu_service'@'127.0.0.1' IDENTIFIED BY '换成你的口令';
