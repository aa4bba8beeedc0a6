using System.Threading.Channels;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>
/// Mails links to who forgot the password. The page only drops the address here, so that its answer takes the same time whether or not there is such an account.
/// </summary>
internal sealed class ForgottenPasswords(IServiceScopeFactory scopes, Guesses guesses, Trail trail, BoardOptions options, TimeProvider clock, ILogger<ForgottenPasswords> log) : BackgroundService
{
    private readonly Channel<string> asked = Channel.CreateBounded<string>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a link. One that is too many is dropped.</summary>
    public void Ask(string? email)
    {
        if (!string.IsNullOrWhiteSpace(email) && email.Length <= 256 && !email.Contains('\0', StringComparison.Ordinal))
            asked.Writer.TryWrite(email);
    }

    /// <summary>Answers one request now.</summary>
    internal async Task AnswerAsync(string email, CancellationToken ct)
    {
        if (!guesses.Mails.Take(Guesses.Strange(email), clock.GetUtcNow()).May)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        // Whom the council account lets in has no password to forget, until single sign-on is switched off.
        if (await users.FindByEmailAsync(email.Trim()) is not { } user || (user.PasswordHash is null && options.SingleSignOn.IsOn))
            return;
        var token = await users.GeneratePasswordResetTokenAsync(user);
        var mailed = await scope.ServiceProvider.GetRequiredService<AccountMail>().TellAsync(user, AccountLetters.Forgotten, Urls.NewPassword, ResetLink.Write(user.Id, token), ct);
        await trail.AccountChangedAsync(user.Id, mailed ? "A link to set a new password was asked for and mailed." : "A link to set a new password was asked for; none was mailed, because the account has no part and no invitation.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await AnswerAsync(email, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "A link to set a new password could not be mailed.");
            }
        }
    }
}
