package lexicon

// What stands before a surname: nothing, or what somebody is; and after it: a given name in no dictionary, then a bracket,
// a courtesy name, or one more name.
const (
	surnameFollows = "^ 由 与 和 、 家 员 长 手 官 师 臣 父 子 授 星 演 士 侯 导 姓"
	givenName      = "!@ .（ ..（ .( ..( .，字 ..，字 .字 ..字 .、 ..、 .，男 ..，男 .，女 ..，女 ..主 ..饰 .饰 ..执 ..担任 氏 姓"
)

// surnameRules read those surnames that are also words with another reading.
var surnameRules = []rule{
	{words: "单 單", reading: "shan4", left: surnameFollows, right: givenName},
	{words: "仇", reading: "qiu2", left: surnameFollows, right: givenName},
	{words: "解", reading: "xie4", left: surnameFollows, right: givenName},
	{words: "区 區", reading: "ou1", left: surnameFollows, right: givenName},
	{words: "盖 蓋", reading: "ge3", left: surnameFollows, right: givenName},
	{words: "查", reading: "zha1", left: surnameFollows, right: givenName},
	{words: "华 華", reading: "hua4", left: surnameFollows, right: givenName},
	{words: "任", reading: "ren2", left: surnameFollows, right: givenName},
	{words: "曾", reading: "zeng1", left: surnameFollows, right: givenName},
	{words: "薄", reading: "bo2", left: surnameFollows, right: givenName},
	{words: "乐 樂", reading: "yue4", left: surnameFollows, right: givenName},
	{words: "尉", reading: "wei4", left: surnameFollows, right: givenName},
	{words: "宁 寧", reading: "ning2", left: surnameFollows, right: givenName},
	{words: "种", reading: "chong2", left: surnameFollows, right: givenName},
	{words: "召", reading: "shao4", left: surnameFollows, right: givenName},
}

// wordRules tell apart the readings of words of two characters; data/words.txt has the usual one.
var wordRules = []rule{
	{
		words: "地方", reading: "di4 fang1",
		left:  "中央 =各 =与 =和",
		right: "政府 法院 志 行政 法规 税 自治 选举 议会 官 分权 债 财政 立法 当局 豪强 势力 戏 组织 党 检察 铁路 电视 行政区 团体 首长 军 武装",
	},
	{words: "东西 東西", reading: "dong1 xi1", right: "方向 两 走 宽 长 南北 部 横 轴 贯 跨 德 文化 向 交通 双方 阵营 对 分布 延伸 线 绵延"},
	{words: "东西 東西", reading: "dong1 xi1", left: "横贯 南北 贯通 连接"},
	{words: "孙子 孫子", reading: "sun1 zi3", right: "兵法 曰 》 算经"},
	{words: "孙子 孫子", reading: "sun1 zi3", left: "《"},
	{words: "人家", reading: "ren2 jia1", left: "户 穷 农 大户 百姓 # 富贵 小康 好 姓 有 官宦 商人 贫苦 贫穷 山里 普通"},
	{
		words: "分子", reading: "fen4 zi3",
		left: "积极 知识 恐怖 犯罪 不法 极端 可疑 骨干 活跃 反动 顽固 暴力 激进 异己 投机 武装 黑帮 中坚 叛乱 民主 好战 反革命 腐败 破坏 右派 左翼 右翼",
	},
	{words: "地道", reading: "di4 dao5", left: "很 太 最 更 不 正宗 挺 超 好 够 真 特别 非常 比较 味道", right: "!战 !里"},
	{words: "教授", reading: "jiao1 shou4", right: "英语 英文 中文 汉语 数学 学生 音乐 钢琴 弟子 法文 德文 课 给 绘画 武 物理 国文 历史"},
	{words: "都会 都會", reading: "du1 hui4", left: "大 国际 之 第一 东方 商业 繁华 通商", right: "!有 !被 !是 !在"},
	{words: "打的", reading: "da3 di1", right: "去 来 回 到 费 过"},
	{words: "打的", reading: "da3 de5"},
	{words: "一行", reading: "yi1 hang2", left: "=写 =第 =每 =加 =空 =换 =起 =占 =隔 =打 =删 =下 =上 =读 =输入 =哪 =那 =这"},
	{words: "一行", reading: "yi1 hang2", right: "字 诗 代码 文字 小字 大字 泪 眼泪 热泪 脚印 足迹 白鹭 大雁 一行 一个 命令"},
	{words: "同行", reading: "tong2 xing2", left: "=结伴 =一起 =一路 =偕 =随 =与 =和 =相伴 =并肩 ~一起"},
	{words: "重重", reading: "zhong4 zhong4", right: "地 的打 摔 打 砸 踢 压 一击 落 的一"},
	{words: "天台", reading: "tian1 tai2", left: "楼 爬 去 屋 =上 =的 =到 在", right: "上 楼 看 吹 顶 $"},
	{words: "大汗", reading: "da4 han4", right: "淋漓 珠"},
	{words: "便宜", reading: "bian4 yi2", right: "行事 从事"},
	{words: "大意", reading: "da4 yi5", left: "太 粗心 麻痹 疏忽 一时 不能 别 因 ^ 不敢"},
	{words: "所长 所長", reading: "suo3 chang2", left: "有 无 =之 =其 =各 一无 个人 用其 学", right: "$ 、"},
	{words: "结果 結果", reading: "jie1 guo3", left: "开花 花后 自花 =可 =始 才能 开始 树 不"},
	{words: "正当 正當", reading: "zheng4 dang1", right: "# 他 她 我 其 人们 ~时 ~之际"},
	{words: "长毛 長毛", reading: "zhang3 mao2", right: "了 $"},
	{words: "大都", reading: "da4 du1", left: "元 =入 攻 陷 至 抵 占领 定 建 迁 往 =在 出", right: "!是 !有 !为 !由 !采 !在"},
}
