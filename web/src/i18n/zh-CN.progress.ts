/** Messages of the progress of a project: the year by month, and the works. */
export const progressZh = {
  progress: {
    plan: '序时（计划）', done: '完成', paid: '支付', month: '月份', table: '按月看数字', notEntered: '未填', chart: '{name}：到{month}，计划 {plan}，完成 {done}，支付 {paid}', chartEmpty: '{name}：还没有按月填过完成投资',
    works: '形象进度', stageOf: '{stage}（{weight}%）', noStage: '还没有填', entered: '{date}填', statEntry: '入库', statDone: '{date}入库', statOpen: '尚未入库', marked: '全年已有 {n} 个月预警，应当督办',
  },
}
