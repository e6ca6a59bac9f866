package phrase

import (
	"iter"
	"strings"
	"testing"
)

// pairs lists characters that only 简体 has, each with one that only 繁體 has. Characters that both use, such as 台 and 里,
// are left out on purpose.
const pairs = `
万萬 与與 专專 业業 东東 丝絲 丢丟 两兩 严嚴 丧喪 个個 为為 举舉 么麼 义義 乐樂 习習 书書 买買 乱亂 争爭 亲親 从從 仓倉 们們 价價
众眾 优優 会會 传傳 伤傷 体體 侣侶 俩倆 儿兒 关關 兴興 养養 内內 册冊 写寫 凑湊 击擊 则則 刚剛 创創 删刪 别別 剧劇 劝勸 办辦 务務
动動 区區 华華 协協 单單 卖賣 厉厲 压壓 县縣 双雙 发發 变變 号號 吗嗎 听聽 员員 呜嗚 园園 围圍 国國 图圖 场場 坏壞 坚堅 坛壇 声聲
处處 备備 够夠 头頭 夸誇 奖獎 奥奧 妆妝 妈媽 学學 宝寶 实實 宠寵 审審 对對 尔爾 尴尷 尽盡 属屬 岁歲 师師 帐帳 带帶 帮幫 广廣 应應
开開 异異 张張 弹彈 强強 归歸 当當 录錄 怀懷 态態 总總 恋戀 惫憊 惯慣 懒懶 戏戲 战戰 户戶 扰擾 抠摳 抢搶 护護 报報 担擔 择擇 挥揮
损損 换換 据據 摆擺 敌敵 数數 断斷 无無 时時 显顯 晒曬 暧曖 术術 机機 杀殺 权權 条條 来來 极極 柠檸 标標 样樣 档檔 检檢 欢歡 毕畢
气氣 汇匯 没沒 浇澆 涌湧 温溫 湾灣 湿濕 满滿 滩灘 潜潛 点點 烂爛 烦煩 热熱 爱愛 爷爺 状狀 独獨 猫貓 环環 现現 电電 画畫 畅暢 疗療
疯瘋 矫矯 码碼 确確 礼禮 禅禪 离離 种種 称稱 税稅 稳穩 穷窮 竞競 笔筆 筑築 简簡 类類 粮糧 紧緊 纠糾 红紅 约約 纪紀 纯純 纳納 线線
练練 组組 细細 终終 绍紹 经經 结結 给給 络絡 绝絕 统統 继繼 绩績 绪緒 续續 维維 绷繃 绿綠 缓緩 缘緣 缩縮 缴繳 网網 羡羨 联聯 脏髒
脑腦 脚腳 脸臉 腻膩 节節 荐薦 萤螢 营營 虚虛 衅釁 补補 装裝 见見 观觀 规規 视視 觉覺 触觸 计計 订訂 认認 讨討 让讓 讪訕 议議 讯訊
记記 讲講 论論 讽諷 设設 证證 评評 诅詛 识識 诈詐 诉訴 词詞 译譯 试試 诚誠 话話 诞誕 该該 详詳 语語 误誤 说說 请請 读讀 课課 谁誰
调調 谅諒 谈談 谎謊 谐諧 谢謝 谦謙 谬謬 谱譜 责責 败敗 账賬 货貨 质質 贬貶 购購 贴貼 费費 资資 赌賭 赚賺 赛賽 赞讚 赢贏 踪蹤 车車
转轉 软軟 轻輕 较較 辑輯 输輸 辩辯 边邊 过過 运運 还還 这這 进進 远遠 违違 连連 迟遲 适適 选選 递遞 释釋 钓釣 钝鈍 钟鐘 钩鉤 钮鈕
钱錢 铁鐵 链鏈 销銷 锁鎖 锅鍋 错錯 锤錘 长長 门門 闪閃 问問 闯闖 闲閒 间間 闹鬧 闺閨 闻聞 队隊 阳陽 阴陰 陆陸 险險 随隨 隐隱 难難
静靜 页頁 顶頂 项項 顺順 顾顧 领領 颐頤 频頻 题題 风風 飞飛 饭飯 饮飲 饺餃 马馬 驳駁 骂罵 验驗 骗騙 骚騷 鱼魚 鸟鳥 鸣鳴 鸽鴿 龄齡
龙龍`

func TestScripts(t *testing.T) {
	t.Parallel()
	var simplified, traditional strings.Builder
	for _, pair := range strings.Fields(pairs) {
		both := []rune(pair)
		simplified.WriteRune(both[0])
		traditional.WriteRune(both[1])
	}
	for where, text := range everyWording(builtin(t)) {
		if at := strings.IndexAny(text.Simplified, traditional.String()); at >= 0 {
			t.Errorf("%s: 简体 holds the traditional %q", where, text.Simplified[at:])
		}
		if at := strings.IndexAny(text.Traditional, simplified.String()); at >= 0 {
			t.Errorf("%s: 繁體 holds the simplified %q", where, text.Traditional[at:])
		}
	}
}

// mainland lists words for which people in Taiwan have others.
var mainland = strings.Fields(`視頻 信息 軟件 網絡 用戶 質量 帖子 發帖 博主 鏈接 屏幕 短信 默認 點贊 數據 評論區 頭像 賬號
	快遞 外賣 早飯 登錄 設置 文檔 打印 拉黑 舉報 轉發 聯繫 靠譜 水平 網上 英語作業 小票`)

func TestTaiwanWords(t *testing.T) {
	t.Parallel()
	for where, text := range everyWording(builtin(t)) {
		for _, word := range mainland {
			if strings.Contains(text.Traditional, word) {
				t.Errorf("%s: %s is not said in Taiwan: %s", where, word, text.Traditional)
			}
		}
	}
}

// everyWording yields every Chinese text of a book, with where it stands.
func everyWording(b *Book) iter.Seq2[string, Wording] {
	return func(yield func(string, Wording) bool) {
		all := func(where string, texts ...Wording) bool {
			for _, w := range texts {
				if !yield(where, w) {
					return false
				}
			}
			return true
		}
		chinese := func(t Text) Wording { return Wording{t.Simplified, t.Traditional} }
		for _, s := range b.Situations() {
			if !all(s.ID, chinese(s.Title)) {
				return
			}
			for _, p := range b.Phrases(s.ID) {
				if !all(p.ID, p.Chinese(), chinese(p.When), p.English) {
					return
				}
			}
		}
		for _, s := range b.Slang() {
			if !all(s.ID, s.Term, chinese(s.Meaning), chinese(s.Caution), s.Pair, s.Example.Text, s.Example.Means) {
				return
			}
		}
		for _, n := range b.Notices() {
			if !all(n.ID, n.Text, chinese(n.Meaning), chinese(n.Do)) {
				return
			}
		}
	}
}
