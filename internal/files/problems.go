package files

import (
	"errors"
	"fmt"
	"net/http"

	"guatu/internal/platform/httpapi"
)

// refusedFile is 422 about the file; code is a key of the words below.
func refusedFile(code string) error {
	zh, en := words(code)
	return httpapi.Invalid(httpapi.Fault("file", code, zh, en))
}

func words(code string) (zh, en string) {
	switch code {
	case "name_required":
		return "文件没有名称", "The file has no name"
	case "file_empty":
		return "文件是空的", "The file is empty"
	case "file_name":
		return "文件内容与扩展名不符，没有保存；请用原格式另存后再上传", "The content does not fit the ending of the name and was not kept; save it in its own format and try again"
	case "file_pixels":
		return "图片超过 4000 万像素，没有保存；请缩小后再上传", "The picture has more than 40 million pixels and was not kept; make it smaller"
	case "file_macros":
		return "文件含宏或嵌入对象，没有保存；请另存为不含宏的 docx、xlsx 或 PDF", "The file has macros or embedded objects and was not kept; save it without them or as a PDF"
	case "file_broken":
		return "文件打不开或已损坏，没有保存；请核对后再上传", "The file can not be read and was not kept; check it and try again"
	}
	return "只收 JPG、PNG、PDF、DOCX、XLSX、OFD，没有保存；其他格式请转为 PDF", "Only JPG, PNG, PDF, DOCX, XLSX and OFD come in; this was not kept. Turn other formats into a PDF"
}

// problem turns the reasons of Sniff into those of the API; others pass.
func problem(err error) error {
	for _, p := range []struct {
		err  error
		code string
	}{
		{errKind, "file_kind"}, {errName, "file_name"}, {errPixels, "file_pixels"}, {errMacros, "file_macros"}, {errBroken, "file_broken"}, {errEmpty, "file_empty"},
	} {
		if errors.Is(err, p.err) {
			return refusedFile(p.code)
		}
	}
	return err
}

func tooLarge(limit int64) error {
	mega := limit >> 20
	return &httpapi.Error{Code: "file_too_large", Status: http.StatusRequestEntityTooLarge,
		Zh: fmt.Sprintf("文件超过 %d MB，没有保存；请压缩或拆分后再上传", mega), En: fmt.Sprintf("The file has more than %d MB and was not kept; make it smaller or split it", mega)}
}

func tooMany() error {
	return httpapi.Conflict("too_many_files", "您有 100 个附件上传后还没有使用，请先提交或移除一些；24 小时后会自动清除",
		"You have 100 files that belong to nothing yet. Submit or remove some; they go by themselves after 24 hours")
}

func boundFile() error {
	return httpapi.Conflict("file_bound", "附件已随填报或申请提交，不能删除；没有作出改动", "The file was submitted with a report or a request and can not be removed; nothing was changed")
}

func damagedFile(missing bool, cause error) error {
	e := httpapi.Conflict("file_altered", "附件与上传时不一致，没有下载；已记入审计，请联系管理员从备份恢复",
		"The file is not what was uploaded, so nothing was sent. The audit has it; ask the administrator to restore it from the backup")
	if missing {
		e.Code, e.Zh, e.En = "file_missing", "附件的内容不在服务器上；已记入审计，请联系管理员从备份恢复",
			"The content of the file is not on the server. The audit has it; ask the administrator to restore it from the backup"
	}
	return e.WithCause(cause)
}
