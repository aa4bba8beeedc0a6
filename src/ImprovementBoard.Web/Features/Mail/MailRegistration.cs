namespace ImprovementBoard.Web.Features.Mail;

internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, BoardOptions options)
    {
        services.AddSingleton<MailSeal>().AddSingleton<PortalAddress>().AddSingleton<PostOffice>().AddScoped<MailQueries>().AddScoped<MailService>();
        return options.Mail.HasServer ? services.AddSingleton<IMailWay, SmtpServer>() : services.AddSingleton<IMailWay, OutboxFolder>();
    }
}
