package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// DemoDay is the business day the demonstration shows.
const DemoDay = "2017-09-30"

// demoAccess is what a visitor of the demonstration needs.
type demoAccess struct {
	password, passwordFile string
	accounts               []demoAccount
}

type demoAccount struct{ username, name string }

func (a *App) loadDemo(context.Context) (*demoAccess, error) {
	return nil, errors.New("not wired yet")
}

// Banner is what the program says when it has taken its address.
func (a *App) Banner() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n挂图已就绪：%s    业务日 %s\n", a.URL(), a.clock.Today())
	if a.demo == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "\n演示账号（口令都是 %s）：\n", a.demo.password)
	for _, account := range a.demo.accounts {
		fmt.Fprintf(&b, "  %-22s %s\n", account.username, account.name)
	}
	if a.demo.passwordFile != "" {
		fmt.Fprintf(&b, "口令保存在 %s（只有你能读）；用 GUATU_DEMO_PASSWORD 可以在第一次启动前指定。\n", a.demo.passwordFile)
	}
	b.WriteString("数据保存在 " + a.config.DataDir + "，再次启动会保留；按 Ctrl+C 停止。\n\n")
	return b.String()
}
