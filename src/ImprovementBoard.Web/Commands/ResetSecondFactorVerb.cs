using System.Data.Common;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.History;
using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Commands;

/// <summary>
/// <c>reset-second-factor --email lead@council.example</c>: for a person who lost phone, passkeys and recovery codes. Only who runs the server can, because an account
/// reaches into programmes whose administrators do not know each other. The person is told by mail.
/// </summary>
internal sealed class ResetSecondFactorVerb : IVerb
{
    public async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--email", { Length: > 0 } email])
            return await Verbs.Fail("Use: reset-second-factor --email lead@council.example");
        using var host = await Verbs.HostAsync((services, options) => services.AddBoardAccess(options).AddAccount().AddActions().AddHistory().AddMail(options));
        if (host is null)
            return 1;
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByEmailAsync(email) is not { } user)
                return await Verbs.Fail($"No account has the address {email}.");
            await scope.ServiceProvider.GetRequiredService<SecondFactor>().ResetAsync(user);
            await scope.ServiceProvider.GetRequiredService<SessionService>().EndAsync(user.Id);
            Console.WriteLine($"{email}: authenticator app, passkeys and recovery codes are removed, and every device is signed out. The password stays as it is.");
            return 0;
        }
        catch (Exception e) when (e is DbException || e.InnerException is DbException)
        {
            return await Verbs.Fail($"The database cannot be used: {(e as DbException ?? e.InnerException!).Message}");
        }
    }
}
