namespace ImprovementBoard.Web.Features.Mail;

/// <summary>
/// Calls the post office at start and every ten seconds. No job of the scheduler: a round that finds nothing is one query, and would be a row in its
/// history each time.
/// </summary>
internal sealed class PostRounds(PostOffice post, IHostApplicationLifetime portal, TimeProvider clock, ILogger<PostRounds> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Links name the address it listens on, which is known only then.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = portal.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var rounds = new PeriodicTimer(Every, clock);
        var first = true;
        do
        {
            try
            {
                await post.TellInterruptedAsync(first, stoppingToken);
                first = false;
                await post.DeliverDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "A round of the post office failed; the next is in {Seconds} seconds", Every.TotalSeconds);
            }
        }
        while (await rounds.WaitForNextTickAsync(stoppingToken));
    }
}
