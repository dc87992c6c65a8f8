package config

import "time"

// Config is every setting of the program.
type Config struct {
	Addr           string   `yaml:"addr" env:"GUATU_ADDR" default:"127.0.0.1:8080" doc:"监听地址；对外服务请放在反向代理之后"`
	MetricsAddr    string   `yaml:"metricsAddr" env:"GUATU_METRICS_ADDR" doc:"指标 /metrics 的监听地址，例如 127.0.0.1:9090；留空不开"`
	TrustedProxies []string `yaml:"trustedProxies" env:"GUATU_TRUSTED_PROXIES" doc:"可信反向代理的地址或网段；只有来自它们的 X-Forwarded-For 才算数，不接受 0.0.0.0/0"`
	AllowFrom      []string `yaml:"allowFrom" env:"GUATU_ALLOW_FROM" doc:"角色只能从哪些地址登录和使用，每项写成 角色=网段，同一角色可以写几项；administrators 指三员，例如 administrators=10.1.2.0/24、supervisor=10.1.0.0/16。没有写到的角色不限；三员应当写上"`
	CookieSecure   string   `yaml:"cookieSecure" env:"GUATU_COOKIE_SECURE" default:"auto" doc:"刷新 cookie 是否带 Secure：auto（按请求是否 TLS）、true、false"`

	DatabaseDSN string `yaml:"databaseDsn" env:"GUATU_DATABASE_DSN" doc:"数据库：sqlite:///绝对路径/guatu.db 或 mysql://用户:密码@主机:端口/库名；留空用数据目录下的 guatu.db"`
	DataDir     string `yaml:"dataDir" env:"GUATU_DATA_DIR" default:"./data" doc:"数据目录：内嵌数据库、附件、演示口令"`

	DistrictName string `yaml:"districtName" env:"GUATU_DISTRICT_NAME" doc:"本区名称，显示在登录页和看板上；只在数据库里还没有设置时起作用"`

	Today   string `yaml:"today" env:"GUATU_TODAY" doc:"业务日（YYYY-MM-DD），只用于演示和测试；令牌、租约、限流仍按真实时间"`
	Zone    string `yaml:"zone" env:"GUATU_ZONE" default:"Asia/Shanghai" doc:"本区所在时区；只在数据库里还没有设置时起作用"`
	RuleSet string `yaml:"ruleSet" env:"GUATU_RULE_SET" default:"zhenan-default-1" doc:"亮灯规则集；只在数据库里还没有设置时起作用"`

	AccessTokenTTL   time.Duration `yaml:"accessTokenTtl" env:"GUATU_ACCESS_TOKEN_TTL" default:"10m" doc:"访问令牌有效期"`
	SessionIdle      time.Duration `yaml:"sessionIdle" env:"GUATU_SESSION_IDLE" default:"30m" doc:"会话闲置多久后失效"`
	SessionAbsolute  time.Duration `yaml:"sessionAbsolute" env:"GUATU_SESSION_ABSOLUTE" default:"12h" doc:"会话最长多久，之后必须重新登录"`
	LoginMaxFailures int           `yaml:"loginMaxFailures" env:"GUATU_LOGIN_MAX_FAILURES" default:"5" doc:"连续输错几次口令后锁定账号"`
	LoginLock        time.Duration `yaml:"loginLock" env:"GUATU_LOGIN_LOCK" default:"15m" doc:"锁定多久"`
	LoginPerMinute   int           `yaml:"loginPerMinute" env:"GUATU_LOGIN_PER_MINUTE" default:"30" doc:"每个来源地址每分钟最多登录失败几次，各实例合计"`

	SecondFactor    string `yaml:"secondFactor" env:"GUATU_SECOND_FACTOR" default:"required" doc:"动态验证码（第二因子）：required 三员、督查和领导必须启用；optional 由本人决定，只宜用于演示"`
	SecretKey       string `yaml:"secretKey" env:"GUATU_SECRET_KEY" doc:"加密动态验证码密钥的主密钥（base64，至少 32 字节，可用 openssl rand -base64 32 生成）；留空则用数据目录下的 secret.key，没有就生成。多个实例必须相同，并与数据库分开备份"`
	PasswordProfile string `yaml:"passwordProfile" env:"GUATU_PASSWORD_PROFILE" default:"djbh3" doc:"口令规则：djbh3（等保三级：至少 10 个字、三类字符、90 天更换、不与前 5 次相同）或 asvs（OWASP ASVS：至少 12 个字，不要求字符类别和定期更换）"`
	SessionsPerUser int    `yaml:"sessionsPerUser" env:"GUATU_SESSIONS_PER_USER" default:"5" doc:"同一账号最多同时登录几处，超出时最早的一处退出；0 不限"`

	OneTimePasswordTTL time.Duration `yaml:"oneTimePasswordTtl" env:"GUATU_ONE_TIME_PASSWORD_TTL" default:"24h" doc:"一次性口令多久内可以登录（登录后必须修改）"`
	ProofTTL           time.Duration `yaml:"proofTtl" env:"GUATU_PROOF_TTL" default:"10m" doc:"授权、任免、重置口令或验证码、解锁之前，最近多久内要输入过口令（启用验证码的还要验证码）；刚登录的不用再输"`
	SetupCodeTTL       time.Duration `yaml:"setupCodeTtl" env:"GUATU_SETUP_CODE_TTL" default:"24h" doc:"首次启动时开通码的有效期"`

	MaxBodyBytes    int64         `yaml:"maxBodyBytes" env:"GUATU_MAX_BODY_BYTES" default:"1048576" doc:"请求体上限（字节）"`
	MaxFileBytes    int64         `yaml:"maxFileBytes" env:"GUATU_MAX_FILE_BYTES" default:"20971520" doc:"一个附件的上限（字节）；反向代理的请求体上限应略大于它"`
	RequestTimeout  time.Duration `yaml:"requestTimeout" env:"GUATU_REQUEST_TIMEOUT" default:"30s" doc:"一个请求最长处理多久"`
	RateLimit       int           `yaml:"rateLimit" env:"GUATU_RATE_LIMIT" default:"300" doc:"每个用户在 rateWindow 内最多几个请求，按实例计；0 不限（连同 rateExport、rateImport）"`
	RateLimitPublic int           `yaml:"rateLimitPublic" env:"GUATU_RATE_LIMIT_PUBLIC" default:"300" doc:"每个来源地址在 rateWindow 内最多几个未登录请求，按实例计；0 不限"`
	RateWindow      time.Duration `yaml:"rateWindow" env:"GUATU_RATE_WINDOW" default:"10s" doc:"限流的时间窗"`
	RateExport      int           `yaml:"rateExport" env:"GUATU_RATE_EXPORT" default:"5" doc:"每个用户每分钟最多导出几次，按实例计；0 不限"`
	RateImport      int           `yaml:"rateImport" env:"GUATU_RATE_IMPORT" default:"3" doc:"每个用户每分钟最多导入几次，按实例计；0 不限"`
	MaxPage         int           `yaml:"maxPage" env:"GUATU_MAX_PAGE" default:"200" doc:"列表一页最多几行"`
	Compress        bool          `yaml:"compress" env:"GUATU_COMPRESS" default:"true" doc:"是否用 gzip 压缩大于 1 KiB 的 JSON"`
	ShutdownTimeout time.Duration `yaml:"shutdownTimeout" env:"GUATU_SHUTDOWN_TIMEOUT" default:"15s" doc:"停止时等待进行中的请求多久"`

	LogLevel  string `yaml:"logLevel" env:"GUATU_LOG_LEVEL" default:"info" doc:"日志级别：debug、info、warn、error"`
	LogFormat string `yaml:"logFormat" env:"GUATU_LOG_FORMAT" default:"text" doc:"日志格式：text 或 json"`

	DemoPassword string `yaml:"demoPassword" env:"GUATU_DEMO_PASSWORD" doc:"演示账号的统一口令；留空则生成并写入数据目录"`
}
