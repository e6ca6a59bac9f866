package lexicon

// grammarRules tell the readings of particles, adverbs, measure words and the verbs and nouns written like them.
var grammarRules = []rule{
	// 得 is dé where it is the verb "to get", děi where it is "must" before a verb, de between a verb and its degree.
	{
		words: "得", reading: "de2",
		left:  "^ 所 共 各 均 先 独 获 夺 取 曾 即 可 仅 才 并 终 荣 =不 =未 =而 =又 =再 =则 =便 =乃 =以 =既 =何",
		right: "# 分 票 奖 名 其 此 以 知 病 道 冠 胜 宠 势 救 志 天下 子 封 赦 免 癌 罪 脱 逞 到 享 见 闻 保 失 于",
	},
	{
		words: "得", reading: "dei3",
		left: "我 你 您 他 她 它 们 咱 还 就 总 必 非 都 也 真 可 又 才 谁 先 ^",
		right: "去 走 来 说 看 想 做 买 吃 先 赶 快 等 要 给 把 让 有 是 问 多 上 下 回 靠 用 注意 学 写 再 继续 交 自己 加 换 找 跟 在 小心 好好 提前 打 带 早 练 重新 " +
			"花 准 从 为 经 面 考 坚 记 承认 马上 慢慢 认真 开 坐 排 抢 付 退 搬 试 养 喝 睡 休息 忍 拿 转 听 起 干 工作 存 省 背 照 另 重 预约 戴 穿 洗 讲",
	},
	{words: "得", reading: "dei3", left: "我 你 您 咱", right: "!到 !了 !的 !分 !奖 !# !$ !过 !知 !以"},
	{words: "得", reading: "de2", left: "^ 我 你 他 她 人 也 曾 们 孩子", right: "了 !了解"},
	{words: "得", reading: "de2", left: "^ 焉 易 兼 =先"},
	{words: "得", reading: "de2", left: "亚 蒙 奥 庇 设 里 彼 柏 伯", right: "里 斯 兰 维 利 尔 罗 拉 瓦 雷"},
	{words: "得到", reading: "de5 dao4", left: "=买 =看 =找 =听 =做 =办 =吃 =拿 =想 =用 =猜 =赶 =见 =学 =抢 =约 =等 =喝 =叫 =查"},
	{words: "得了", reading: "de5 liao3", left: "=吃 =做 =受 =忍 =走 =跑 =去 =来 =管 =办 =治 =买 =等 =少 =免 =忘"},

	// 的 is de; in names from other languages it stands for di.
	{words: "的", reading: "di4", left: "堪 安 维 美", right: "纳 列 亚 敦"},
	{words: "的", reading: "di4", right: "里雅斯特 黎波里 的喀喀 喀喀"},

	// 地 is de behind an adverb, dì where it is ground or a place.
	{
		words: "地", reading: "de5",
		left: "!^ 然 慢 渐 悄 偷 静 默 轻 深 紧 狠 好好 牢 死死 频繁 断 成功 有效 广泛 普遍 直接 迅速 快速 大量 大规模 公开 主动 自动 积极 正式 完全 部分 明显 显著 严重 准确 " +
			"精确 清楚 清晰 系统 全面 强烈 大大 逐渐 逐步 一步步 一点点 持续 连续 反复 单独 独立 秘密 随机 相对 同样 不停 程度 可能 更多 自由 顺利 真正 更好 很好 很快 幸运 错误 " +
			"故意 开心 高兴 认真 努力 愉快 温柔 仔细 耐心 疯狂 拼命 习惯 无意 性 式 般 样 似 =快 =多 =早 巧妙 简单 灵活 紧密 详细 充分 稳定 缓慢 急剧 间接 客观 合理 永远 " +
			"不同",
		right: "!$ !的 !、 !区 !位于",
	},
	{
		words: "地", reading: "de5",
		left: "@",
		right: "!^ !$ !区 !上 !下 !方 !带 !处 !为 !位 !面 !名 !点 !图 !址 !与 !和 !的 !势 !形 !产 !铁 !震 !中 !主 !段 !在 !是 !有 !也 !都 !以 !被 " +
			"!或 !及 !之 !于 !则 !就 !并 !由 !从 !至 !到 !设 !里 !近 !距 !较 !最 !分 !共 !不 !亦 !且 !内 !外 !等 !因 !多 !已 !曾 !而 !当 !始 !附",
	},

	// 着 is zhe, but zháo where something is reached: 睡着. 著 is zhù, and in Taiwan and Hong Kong also written for 着.
	{words: "着 著", reading: "zhao2", left: "睡 =猜 =不 =找", right: "$ 了 急"},
	{words: "著", reading: "zhu4", left: "所 编 合 主 原 名 专 译 论 遗 巨 显 昭 卓 》 等人 ^"},
	{words: "著", reading: "zhu4", right: "《 〈 『 有 作 名 述 录"},
	{words: "著", reading: "zhe5", traditional: true},
	{words: "著", reading: "zhu4", right: "$"},
	{words: "著", reading: "zhe5"},

	// 了 is liǎo behind 不 and 得, where it says that something can be done to the end.
	{words: "了", reading: "le5", left: "他得 她得 我得 你得 人得 也得 曾得 都得 ^得 获得 取得 赢得 夺得 觉得 懂得"},
	{words: "了", reading: "liao3", left: "=不 =得"},
	{words: "不了", reading: "bu4 le5", left: "^", right: "$"},
	{words: "不了", reading: "bu4 liao3"},

	// 还 is hái "still", but huán where something goes back to where it was.
	{words: "还 還", reading: "huan2", right: "钱 债 款 贷 账 俗 朝廷 京 师 本金 利息 人情 $"},
	{words: "还 還", reading: "huan2", right: "了 !了解 !了不 !了如 !了然"},
	{
		words: "还 還", reading: "huan2",
		left:  "=没 =要 =来 =先 =已 =未 =借 =遂 =乃 =而 =引兵 =军 =复 再 归 奉 =去 =并",
		right: "我 你 他 回 于 至 长安 洛阳 给 的",
	},

	// 长 is cháng "long", zhǎng "grow" and "head of".
	{words: "长 長", reading: "chang2", right: "# 约 达 近 逾 超 宽 高 短 时间 有# 为#"},
	{words: "长 長", reading: "chang2", left: "太 很 更 最 较 好 多 这么 那么 够 =不 久 全 身 体 =之 =其 =以 =所 越来越 拉 延 非常 比较 特别 有点 么"},
	{words: "长 長", reading: "chang2", left: "间 天", right: "了 $"},
	{words: "长 長", reading: "zhang3", right: "出 成 大 着 满 在 到 得 了 于 有 公主 兄 姐 嫂 孙 子 女 官 老 辈 胖 高 肉 痘 草 牙 虫 个 进 势"},
	{
		words: "长 長", reading: "zhang3",
		left: "市 县 省 州 区 镇 乡 村 校 院 局 部 处 科 厅 署 司 所 站 社 会 团 队 班 组 舰 船 店 厂 馆 室 庭 议 首 总 师 军 旅 营 连 排 秘书 检察 董事 参谋 执行 家 " +
			"酋 族 学 亭 典狱 委员 理事 小队 大队 =里 =台 =行 =机 =道 幕僚 侍从 审判 护士 列车 =财 =外 =警 =探",
	},

	// 为 is wéi "be, become, as", wèi "for".
	{
		words: "为 為 爲", reading: "wei2",
		left: "成 称 视 译 列 选 封 誉 尊 扮 谓 命名 任命 评 改名 更名 解释 定义 归类 分类 描述 改编 改组 改制 转换 发展 晋升 升级 降级 提升 扩展 扩充 划分 简化 合并 =皆 =均 " +
			"=即 =乃 =仍 =原 =实 =颇 =最 =更 =较 =极 =甚 =尤 =约 =能 =可 =应 =须 =不 =变 =改 =定 =设 =名 =立 =升 =降 =任 =拜 =分 =化 =作 =以 =认 " +
			"=高 =长 =划 =转 =并",
	},
	{words: "为 為 爲", reading: "wei2", right: "~所 !~提供"},
	{
		words: "为 為 爲", reading: "wei4",
		right: "了 何 什么 啥 此 祖国 人民 你 我 他 她 它 您 咱 己 自己 知己 悦己 外人 大家 纪念 庆祝 避免 防止 保护 配合 求 争取 实现 使 让 方便 应对 迎接 加强 促进 确保 满足 " +
			"表彰 解决 提高 弥补 抵抗 抗议 反对 便于 对抗 支持 响应 准备 保证 !我国",
	},
	{
		words: "为 為 爲", reading: "wei4",
		right: "~提供 ~服务 ~而 ~作曲 ~配音 ~配乐 ~创作 ~设计 ~准备 ~效力 ~出场 ~演唱 ~撰写 ~谱曲 ~赢得 ~举行 ~举办 ~奠定 ~带来 ~辩护 ~制作 ~贡献 ~牺牲 ~祈 ~立碑 " +
			"~代言 ~进球 ~感到 ~留下 ~增添 ~注入 ~加油 ~点赞 ~打工 ~担心 ~报仇 ~治病 ~作序 ~题 ~正名 ~送行 ~取名 ~命名 ~申冤 ~庆生",
	},

	// 种 is zhǒng where it is counted or pointed at, zhòng "to plant".
	{words: "种 種", reading: "zhong3", left: "# 这 那 各 多 几 每 此 某 两 该 何 哪 同 本 属 亚 变 新 =为 =的"},
	{words: "种 種", reading: "zhong4", right: "植 上 地 田 菜 花 树 草 豆 瓜 了 着 水稻 小麦 玉米 满 葡萄 茶 粮 棉 痘 牛痘 过 出 活 果 蔬 烟 甘蔗 香蕉 土豆 得"},

	// 都 is dōu "all", dū where it is a city.
	{
		words: "都", reading: "du1",
		left:  "=之 =于 =其 =帝 =迁 =奠 =建 =古 =东 =西 =南 =北 =旧 =陪 =徙 =国 =首 =新 =故 =京 =定",
		right: "!是 !有 !能 !会 !要 !不 !没 !可 !被 !在 !很 !已 !用",
	},
	{words: "都", reading: "du1", right: "督 尉 统 指挥 司 监 护 邑 城 市 江堰 匀 元帅 转运 察 虞侯 知兵马使"},

	// 只 is zhī where it counts animals and things, zhǐ "only".
	{words: "只", reading: "zhi3", left: "这 那", right: "是 有 能 会 要 不 为 限 好 因 需 用 可 剩 够"},
	{words: "只", reading: "zhi1", left: "# 这 那 每 哪 船", right: "!有 !是 !能 !会 !要 !需 !为 !限 !用 !剩 !不 !得 !好 !可 !占"},

	// 更 is gèng "more", gēng a watch of the night, or "to change".
	{words: "更", reading: "geng1", left: "三 四 五 二 初 打", right: "$ 天 半 时 的 鼓 夜 方"},
	{words: "更", reading: "geng1", right: "=名 =换 =改 =替 =易 =其名 =姓"},

	// 当 is dàng where one thing is taken for another: 把…当…
	{words: "当 當", reading: "dang4", left: "~把 ~拿 =典 =质", right: "!前 !时 !年 !中 !地 !天 !上 !选 !了"},
	{words: "当 當", reading: "dang4", right: "铺 票 作 成 真"},

	// 过 is guo behind a verb, where it says that something has happened before; guò "to pass" elsewhere.
	{
		words: "过 過", reading: "guo4",
		left: "飞 走 跑 跳 越 翻 流 游 爬 渡 路 绕 擦 闪 掠 接 递 转 横 驶 跨 吹 传 拿 穿 超 经 =不 盖 漫 淹 度 熬 错 胜 好 难 挺 躲 瞒 骗 ^ 赛 =得 =有 =太 =也 " +
			"=就 =已 =要 =会 =能 =可 =没 =才 =都 =再 =想 =我 =他 =们 =后 =先 =将 =大 =矫枉 =天 =而 =并",
	},
	{
		words: "过 過", reading: "guo4",
		right: "得 桥 河 江 马路 年 节 生日 冬 夏 夜 程 度 日 关 户 渡 几天 着 一会 半 中秋 春 圣诞 情人节 期 头 海 街 动 之 客 山 岭 门 线 强 弱 远 近 长 短 快 慢 猛 " +
			"密 于 重 高 大 多 低 少 早 晚 境",
	},
	{words: "过 過", reading: "guo5"},

	// Words that end a sentence have no tone.
	{words: "哇", reading: "wa5", left: "!^", right: "$"},
	{words: "耶", reading: "ye5", left: "!^", right: "$"},
	{words: "喔 哦", reading: "o5", left: "!^", right: "$"},
	{words: "咧", reading: "lie5", left: "!^", right: "$"},
	{words: "哩", reading: "li3", left: "# 每 英 海"},
	{words: "吧", reading: "ba1", left: "=网 =贴 =酒 =水 =书 =氧 =陶 =清 =该 =本 =此", right: "$ 的 里 主 友 、 台 是 在 都 内 和"},
}
