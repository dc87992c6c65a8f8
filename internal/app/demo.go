package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"guatu/configs"
	"guatu/internal/demo"
)

// DemoDay is the business day the demonstration shows.
const DemoDay = "2017-09-30"

// demoAccess is what a visitor of the demonstration needs.
type demoAccess struct {
	kept         bool   // the plan was there before this start
	password     string // empty when nobody but the one who chose it knows it
	passwordFile string // empty when the configuration gave the password
	accounts     []demo.Account
}

// errForeignData: the demonstration brings its own people and must not mix with real ones.
var errForeignData = errors.New("这个数据库里已有账号，却没有演示计划：演示不会写进真实数据；请给演示另一个数据目录（GUATU_DATA_DIR）或另一个数据库")

// loadDemo enters the plan of 2017 into an empty database; a database that has the plan keeps what was done to it.
func (a *App) loadDemo(ctx context.Context) (*demoAccess, error) {
	plan, err := demo.Read(configs.Demo())
	if err != nil {
		return nil, err
	}
	loader := demo.NewLoader(a.db, a.clock, demo.Services{
		Auth: a.rooms.auth, Projects: a.rooms.projects, Milestones: a.rooms.milestones, Livelihood: a.rooms.livelihood, Plans: a.rooms.plans, Changes: a.rooms.changes,
		Periods: a.rooms.periods,
	}, plan)
	access := &demoAccess{accounts: loader.Accounts()}
	if access.kept, err = loader.Loaded(ctx); err != nil {
		return nil, err
	}
	access.password, access.passwordFile, err = demo.Password(a.config.DemoPassword, a.config.DataDir, access.kept)
	if err != nil || access.kept {
		return access, err
	}
	if accounts, err := a.Accounts().List(ctx); err != nil || len(accounts) > 0 {
		return nil, errors.Join(err, errForeignData)
	}
	_, err = loader.Load(ctx, access.password)
	return access, err
}

// Banner is what the program says when it has taken its address.
func (a *App) Banner() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n挂图已就绪：%s    业务日 %s\n", a.URL(), a.clock.Today())
	if a.demo == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n演示账号（%s）：\n", a.demo.passwordWords())
	for _, account := range a.demo.accounts {
		note := ""
		if account.Disabled {
			note = "（已停用）"
		}
		fmt.Fprintf(&b, "  %-24s %s  %s%s\n", account.Username, account.Name, strings.Join(account.Posts, "、"), note)
	}
	if a.config.SecondFactor == "optional" {
		b.WriteString("\n动态验证码：未强制（secondFactor: optional），登录只需口令；正式使用时三员、督查和领导必须启用。\n")
	}
	if a.demo.passwordFile != "" {
		fmt.Fprintf(&b, "\n口令保存在 %s，只有你能读；第一次启动前可用 GUATU_DEMO_PASSWORD 指定。\n", a.demo.passwordFile)
	}
	fmt.Fprintf(&b, "数据保存在 %s，再次启动会保留；按 Ctrl+C 停止。\n\n", a.config.DataDir)
	return b.String()
}

// passwordWords says which password the accounts have. A configured one was set at the first start: of a later start only
// the file is certain.
func (d *demoAccess) passwordWords() string {
	if d.password == "" || d.kept && d.passwordFile == "" {
		return "口令是第一次启动时用 GUATU_DEMO_PASSWORD 指定的那个"
	}
	return "口令都是 " + d.password
}
