using System.Globalization;
using Quartz;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>Rings when a schedule is due. Does nothing itself; a second ring is harmless.</summary>
[DisallowConcurrentExecution]
[RetryPolicy(2, "00:00:10")]
internal sealed class PackJob(PackRuns runs) : IJob
{
    public const string Programme = "programme", Schedule = "schedule", Run = "run", Member = "member";

    public static readonly JobKey ScheduleKey = new("make-due-packs"), DraftKey = new("make-draft-pack");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var data = context.MergedJobDataMap;
        await runs.RunScheduleAsync(Number(data, Programme), Number(data, Schedule), cancellationToken);
    }

    internal static int Number(JobDataMap data, string key) => int.Parse(data.GetString(key)!, CultureInfo.InvariantCulture);
}

/// <summary>Rings when a person asked for a draft, or for the pack of a period.</summary>
internal sealed class DraftJob(PackRuns runs) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var data = context.MergedJobDataMap;
        await runs.RunAskedAsync(PackJob.Number(data, PackJob.Programme), PackJob.Number(data, PackJob.Run), PackJob.Number(data, PackJob.Member), cancellationToken);
    }
}
