package app

import (
	"context"
	"fmt"
	"strings"

	"guatu/configs"
	"guatu/internal/district"
)

const title = "挂图 · 重点项目与十件民生实事"

// openBook reads what is in force in the district. The zone may be another one than the configuration's, so the day a
// demonstration shows is set again.
func (a *App) openBook(ctx context.Context) (err error) {
	shipped := district.Shipped{RuleSets: map[string]district.Preset{}}
	for _, name := range configs.RuleSetNames() {
		var preset district.Preset
		if preset.Set, err = configs.RuleSet(name); err != nil {
			return err
		}
		if preset.Text, err = configs.RuleSetText(name); err != nil {
			return err
		}
		shipped.RuleSets[name] = preset
	}
	if shipped.Calendars, err = configs.CalendarTexts(); err != nil {
		return err
	}
	a.book, err = district.NewBook(a.db, a.clock, shipped, district.Defaults{
		Name: a.config.DistrictName, Title: title, Zone: a.config.Zone, RuleSet: a.config.RuleSet,
	})
	if err != nil {
		return err
	}
	shown, shifted := a.clock.Today(), a.clock.Shifted()
	if err := a.book.Load(ctx); err != nil {
		return err
	}
	if shifted {
		a.clock.SetToday(shown)
	}
	return nil
}

// SetupNotice is what the one who starts the program must know while nobody has an account: where the set-up is, and its
// code, which is shown this once. Empty when the installation has been set up.
func (a *App) SetupNotice(ctx context.Context) (string, error) {
	code, needed, err := a.rooms.district.EnsureCode(ctx)
	if err != nil || !needed {
		return "", err
	}
	return a.codeWords(code), nil
}

// NewSetupCode makes a set-up code in place of the one there may be, and says it.
func (a *App) NewSetupCode(ctx context.Context) (string, error) {
	code, err := a.rooms.district.NewCode(ctx)
	if err != nil {
		return "", err
	}
	return a.codeWords(code), nil
}

func (a *App) codeWords(code district.Code) string {
	var b strings.Builder
	until := code.ValidUntil.In(a.clock.Location()).Format("2006-01-02 15:04")
	b.WriteString("\n还没有任何账号：请先开通。\n")
	if url := a.URL(); url != "" {
		fmt.Fprintf(&b, "  网址    %s/setup\n", url)
	} else {
		b.WriteString("  网址    服务的网址后面加 /setup\n")
	}
	if code.Text == "" {
		fmt.Fprintf(&b, "  开通码已在上一次启动时显示，有效到 %s；没有记下的，另开一个窗口运行 guatu setup-code 换一个。\n\n", until)
		return b.String()
	}
	fmt.Fprintf(&b, "  开通码  %s\n", code.Text)
	fmt.Fprintf(&b, "开通码只显示这一次，有效到 %s；开通后即作废。\n\n", until)
	return b.String()
}
